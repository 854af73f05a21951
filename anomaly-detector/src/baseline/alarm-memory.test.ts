import { describe, expect, it } from 'vitest';
import { caution, clearAlarms, takenShare } from './alarm-memory.ts';
import { emptyFrame, type Frame } from './frame.ts';
import { at, floatStride } from './layout.ts';

function fresh(intervalS = 300): Frame {
  const frame = { ...emptyFrame(), f: new Float32Array(floatStride), intervalS, bornePower: 1 };
  clearAlarms(frame.f, 0);
  return frame;
}

const quiet = (frame: Frame, rows: number) => {
  for (let row = 0; row < rows; row += 1) takenShare(frame, false);
};

/** The share of the first row of each of so many alarms. */
const alarmsOf = (frame: Frame, many: number, rows: number) =>
  Array.from({ length: many }, () => {
    const [first] = Array.from({ length: rows }, () => takenShare(frame, true));
    quiet(frame, 60);
    return first!;
  });

describe('the share of a row that the ranges take over', () => {
  it('is all of an ordinary row and little of one that alarms', () => {
    const frame = fresh();
    expect(takenShare(frame, false)).toBe(1);
    expect(takenShare(frame, true)).toBeCloseTo(0.025, 6);
    expect(takenShare(frame, true)).toBeCloseTo(0.025, 6);
  });

  it('grows with each stray value that comes back, until all of it is taken', () => {
    const shares = alarmsOf(fresh(), 10, 1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[1]).toBeCloseTo(0.1, 2);
    expect(shares[9]).toBe(1);
  });

  it('grows five times slower by the incidents that come back', () => {
    const shares = alarmsOf(fresh(), 10, 3);
    expect(shares[4]).toBeLessThan(0.12);
    expect(shares[9]).toBeLessThan(0.3);
  });

  it.each([10, 300, 3600])('is little again three months later, at rows of %i s', (intervalS) => {
    const frame = fresh(intervalS);
    alarmsOf(frame, 5, 1);
    quiet(frame, (90 * 86_400) / intervalS);
    expect(takenShare(frame, true)).toBeLessThan(0.06);
  });

  it('does not grow by the echo that an incident leaves in slow statistics', () => {
    const frame = fresh();
    takenShare(frame, true);
    frame.bornePower = 0;
    for (let row = 0; row < 100; row += 1) expect(takenShare(frame, true)).toBeCloseTo(0.025, 6);
    frame.bornePower = 1;
    expect(takenShare(frame, true), 'the next incident is another').toBeCloseTo(0.1, 2);
  });

  it('takes what comes back once a day for another alarm, also at rows of an hour', () => {
    const shares = Array.from({ length: 3 }, () => 0);
    const frame = fresh(3600);
    for (const day of shares.keys()) {
      shares[day] = takenShare(frame, true);
      quiet(frame, 23);
    }
    expect(shares[1]).toBeGreaterThan(0.09);
    expect(shares[2]).toBeGreaterThan(0.18);
  });

  it('grows where an alarm has lasted, and is small again at the next', () => {
    const frame = fresh();
    for (let row = 0; row < 72; row += 1) takenShare(frame, true);
    expect(takenShare(frame, true)).toBeCloseTo(0.3, 6);
    quiet(frame, 60);
    expect(takenShare(frame, true)).toBeLessThan(0.07);
  });
});

describe('caution', () => {
  it.each([
    [0, 1],
    [1, 1],
    [5, 1.24],
    [40, 1.5],
  ])('where %i alarms are remembered', (alarms, expected) => {
    const { f } = fresh();
    f[at.alarms] = alarms;
    expect(caution(f, 0)).toBeCloseTo(expected, 6);
  });
});
