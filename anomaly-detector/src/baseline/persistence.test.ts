import { describe, expect, it } from 'vitest';
import { fourthPower, fourthRoot } from '../numerics/fourth-power.ts';
import { floatStride } from './layout.ts';
import { clearPersistence, persist } from './persistence.ts';

/** What each of these rows tells; those below zero are records to the lower side. */
const told = (sudden: readonly number[]) => {
  const f = new Float32Array(floatStride);
  clearPersistence(f, 0);
  return sudden.map((one) => fourthRoot(persist(f, 0, fourthPower(one), Math.sign(one))));
};

describe('persist', () => {
  it('counts a stray row for less than rows that follow each other, and many for what each is', () => {
    const [first, second, ...later] = told(new Array<number>(20).fill(1));
    expect(first).toBeCloseTo(0.38 ** 0.25, 6);
    expect(second).toBeGreaterThan(first!);
    expect(later.at(-1)).toBeCloseTo(1, 3);
  });

  it('tells what stands out far enough at once', () => {
    expect(told([1.5])[0]).toBeGreaterThan(1);
  });

  it('forgets a stray row', () => {
    const rows = told([1, ...new Array<number>(30).fill(0), 1]);
    expect(rows.at(-2)).toBe(0);
    expect(rows.at(-1)).toBe(rows[0]);
  });

  it('leaves each side to itself', () => {
    const [first, other] = told([5, -1]);
    expect(first).toBeGreaterThan(3);
    expect(other).toBeCloseTo(0.38 ** 0.25, 6);
  });

  it('lets a row between that is ordinary not undo what was told', () => {
    const [first, , third] = told([1, 0, 1]);
    expect(third).toBeGreaterThan(first!);
  });
});
