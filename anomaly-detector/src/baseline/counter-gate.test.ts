import { describe, expect, it } from 'vitest';
import { randomSource } from '../../test/random.ts';
import { emptyGated, passGate, standingBase } from './counter-gate.ts';
import { floatStride, wideStride } from './layout.ts';

const pass = (values: readonly number[]) => {
  const f = new Float32Array(floatStride);
  const w = new Float64Array(wideStride);
  const seen = values.map((value) => {
    const gated = emptyGated();
    passGate(f, 0, w, 0, value, 1, gated);
    return gated;
  });
  return {
    seen,
    last: seen.at(-1)!,
    base: standingBase(f, 0, w, 0),
    turns: seen.filter((one) => one.hasTurned),
  };
};
const rising = (rows: number, by = 10) => Array.from({ length: rows }, (_, row) => 1000 + by * row);

describe('the gate for counters', () => {
  it('takes what only rises for a counter after fifty rows, and gives its increments', () => {
    const { seen, last, base } = pass(rising(120));
    expect(seen.findIndex(({ hasTurned }) => hasTurned)).toBeGreaterThanOrEqual(50);
    expect(last).toEqual({ value: 10, base: 1000 + 10 * 118, hasTurned: false });
    expect(base).toBe(1000 + 10 * 119);
  });

  it('lets the last increment stand in after a reset, and stays a counter', () => {
    const { seen, last, turns } = pass([...rising(200), 4, 14]);
    expect(seen.at(-2)).toEqual({ value: 10, base: -6, hasTurned: false });
    expect(last).toEqual({ value: 10, base: 4, hasTurned: false });
    expect(turns).toHaveLength(1);
  });

  it('shares out what a counter grew by over a hole, and trusts no growth over an unknown time', () => {
    const f = new Float32Array(floatStride);
    const w = new Float64Array(wideStride);
    const gated = emptyGated();
    for (const value of rising(100)) passGate(f, 0, w, 0, value, 1, gated);
    passGate(f, 0, w, 0, 1990 + 48, 4, gated);
    expect(gated).toMatchObject({ value: 12, base: 1990 + 36 });
    passGate(f, 0, w, 0, 99_999, Number.NaN, gated);
    expect(gated).toMatchObject({ value: 12, base: 99_999 - 12 });
  });

  it('takes neither noise, nor a constant, nor a slow climb with noise for a counter', () => {
    const random = randomSource(3);
    const noise = Array.from({ length: 500 }, () => random());
    for (const values of [noise, noise.map(() => 7), noise.map((value, row) => row / 10 + value)]) {
      const { last, turns } = pass(values);
      expect(turns).toHaveLength(0);
      expect(last).toEqual({ value: values.at(-1), base: 0, hasTurned: false });
    }
  });

  it('takes it back where the series falls as often as it rises', () => {
    const random = randomSource(4);
    const { turns, last } = pass([...rising(100), ...Array.from({ length: 200 }, () => 2000 + random())]);
    expect(turns).toHaveLength(2);
    expect(last.base).toBe(0);
  });
});
