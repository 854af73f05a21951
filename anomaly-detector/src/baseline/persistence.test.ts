import { describe, expect, it } from 'vitest';
import { fourthPower, fourthRoot } from '../numerics/fourth-power.ts';
import { floatStride } from './layout.ts';
import { clearPersistence, endOnset, isOnset, persist } from './persistence.ts';

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

describe('the onset of what is sudden', () => {
  const rows = (f: Float32Array, many: number, sudden: number, direction: number) =>
    Array.from({ length: many }, () => {
      persist(f, 0, sudden, direction);
      return isOnset(f, 0, direction);
    });
  const fresh = () => {
    const f = new Float32Array(floatStride).fill(9);
    clearPersistence(f, 0);
    return f;
  };

  it('lasts two rows, and comes again after some twenty without anything sudden to its side', () => {
    const f = fresh();
    expect(rows(f, 4, 1, 1)).toEqual([true, true, false, false]);
    rows(f, 10, 0, 0);
    expect(rows(f, 2, 1, 1)).toEqual([false, false]);
    rows(f, 25, 0, 0);
    expect(rows(f, 2, 1, 1)).toEqual([true, true]);
  });

  it('is one to a side, however much is sudden to the other', () => {
    const f = fresh();
    rows(f, 30, 1, -1);
    expect(rows(f, 1, 1, 1)).toEqual([true]);
    expect(isOnset(f, 0, -1)).toBe(false);
    expect(rows(f, 2, 1, 1)).toEqual([true, false]);
  });

  it('is over once it was told', () => {
    const f = fresh();
    rows(f, 1, 1, 1);
    endOnset(f, 0);
    expect(isOnset(f, 0, 1)).toBe(false);
    expect(rows(f, 1, 1, 1)).toEqual([false]);
  });
});
