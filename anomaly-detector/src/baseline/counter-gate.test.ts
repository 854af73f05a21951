import { describe, expect, it } from 'vitest';
import { randomSource } from '../../test/random.ts';
import { passGate, standingBase } from './counter-gate.ts';
import { emptyFrame, type Frame } from './frame.ts';
import { floatStride, wide, wideStride } from './layout.ts';

const newFrame = (): Frame => ({
  ...emptyFrame(),
  f: new Float32Array(floatStride),
  w: new Float64Array(wideStride),
  intervalS: 1,
});

/** Passes a value that comes so many seconds after the last one, in a series of one row a second. */
const passOne = (frame: Frame, value: number, seconds = 1) => {
  frame.w[wide.lastTime] = 0;
  frame.row = { t: seconds, value, count: Number.NaN };
  const hasTurned = passGate(frame);
  return { value: frame.quantity, base: frame.base, hasTurned };
};

const pass = (values: readonly number[]) => {
  const frame = newFrame();
  const seen = values.map((value) => passOne(frame, value));
  return {
    seen,
    last: seen.at(-1)!,
    base: standingBase(frame),
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
    const frame = newFrame();
    for (const value of rising(100)) passOne(frame, value);
    expect(passOne(frame, 1990 + 48, 4)).toMatchObject({ value: 12, base: 1990 + 36 });
    expect(passOne(frame, 99_999, Number.NaN)).toMatchObject({ value: 12, base: 99_999 - 12 });
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
