import { describe, expect, it } from 'vitest';
import { Ring } from './ring.ts';

const row = (time: number) => ({ time, value: time, expected: time, lower: time, upper: time, alert: 0 });
const filled = (rows: number, capacity: number) => {
  const ring = new Ring(capacity);
  for (let time = 1; time <= rows; time += 1) ring.push(row(time));
  return ring;
};

describe('Ring', () => {
  it('keeps the latest rows up to its capacity', () => {
    const ring = filled(1000, 300);
    expect(ring.length).toBe(300);
    expect([ring.at(0).time, ring.at(299).time]).toEqual([701, 1000]);
  });

  it('grows without losing rows', () => {
    const ring = filled(290, 300);
    expect(ring.length).toBe(290);
    expect(ring.between(1, 290).map(({ time }) => time)).toEqual(
      Array.from({ length: 290 }, (_, i) => i + 1),
    );
  });

  it('finds the rows between two moments, both included', () => {
    expect(
      filled(500, 300)
        .between(450, 452)
        .map(({ time }) => time),
    ).toEqual([450, 451, 452]);
    expect(filled(10, 300).between(50, 60)).toEqual([]);
  });

  it('is the same after snapshot and restore', () => {
    const ring = filled(777, 300);
    expect(Ring.restore(ring.snapshot(), 300).between(0, 1000)).toEqual(ring.between(0, 1000));
  });

  it('refuses an index beyond its end', () => {
    expect(() => filled(3, 300).at(3)).toThrow('expected an index below 3');
  });
});
