import { describe, expect, it } from 'vitest';
import { calibrate, clearCalibration, holdBack } from './calibration.ts';
import { emptyFrame } from './frame.ts';
import { at, floatStride } from './layout.ts';

function fresh(): Float32Array {
  const f = new Float32Array(floatStride);
  clearCalibration(f, 0);
  return f;
}

const quiet = (f: Float32Array, rows: number) => {
  for (let row = 0; row < rows; row += 1) calibrate(f, 0, 0);
};

describe('calibrate', () => {
  it('leaves a quiet series as it is', () => {
    const f = fresh();
    quiet(f, 10_000);
    expect(calibrate(f, 0, 2)).toBe(2);
  });

  it('makes a series with strong records less sensitive, step by step', () => {
    const f = fresh();
    for (let cluster = 0; cluster < 200; cluster += 1) {
      calibrate(f, 0, 3);
      quiet(f, 60);
    }
    expect(calibrate(f, 0, 3)).toBeLessThan(1.1);
  });

  it('counts a cluster once, however many rows it has', () => {
    const f = fresh();
    for (let row = 0; row < 500; row += 1) calibrate(f, 0, 3);
    quiet(f, 60);
    // One cluster against a prior of ten: (10 * 1 + 3) / 11.
    expect(f[at.clusterMean]).toBeCloseTo(1 + 2 / 11, 5);
  });
});

const held = (evidence: readonly number[], intervalS = 300) => {
  const frame = { ...emptyFrame(), f: fresh(), intervalS };
  return evidence.map((one) => holdBack(frame, one));
};
const none = (rows: number) => new Array<number>(rows).fill(0);

describe('holdBack', () => {
  it('lets one deviation through once', () => {
    expect(held([1.5, 1.2, 1.5, 1.6])).toEqual([1.5, 0, 0, 0]);
  });

  it('lets a doubling through', () => {
    expect(held([1.5, 2.5, 3.1, 4.1])).toEqual([1.5, 0, 3.1, 0]);
  });

  it('always lets the first evidence at the threshold through', () => {
    expect(held([0.6, 0.9, 1.1])).toEqual([0.6, 0, 1.1]);
  });

  it('starts again a hundred rows later', () => {
    expect(held([1.5, ...none(99), 1.2]).at(-1)).toBe(0);
    expect(held([1.5, ...none(100), 1.2]).at(-1)).toBe(1.2);
  });

  it('starts again sixteen hours later where rows are long', () => {
    expect(held([1.5, ...none(15), 1.2], 3600).at(-1)).toBe(0);
    expect(held([1.5, ...none(16), 1.2], 3600).at(-1)).toBe(1.2);
  });

  it('tells a deviation that stays once, however long it stays', () => {
    expect(held([1.5, ...new Array<number>(300).fill(0.9)]).filter((one) => one > 0)).toEqual([1.5]);
  });
});
