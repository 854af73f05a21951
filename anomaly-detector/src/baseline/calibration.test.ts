import { describe, expect, it } from 'vitest';
import { calibrate, clearCalibration, holdBack } from './calibration.ts';
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

describe('holdBack', () => {
  it('lets one deviation through once', () => {
    const f = fresh();
    expect([1.5, 1.2, 1.5, 1.6].map((score) => holdBack(f, 0, score, 1))).toEqual([1.5, 0, 0, 0]);
  });

  it('lets a doubling through', () => {
    const f = fresh();
    expect([1.5, 2.5, 3.1, 4.1].map((score) => holdBack(f, 0, score, 1))).toEqual([1.5, 0, 3.1, 0]);
  });

  it('always lets the first score at the threshold through', () => {
    const f = fresh();
    expect([0.6, 0.9, 1.1].map((score) => holdBack(f, 0, score, 1))).toEqual([0.6, 0, 1.1]);
  });

  it('starts again a hundred rows later', () => {
    const f = fresh();
    holdBack(f, 0, 1.5, 1);
    for (let row = 0; row < 101; row += 1) holdBack(f, 0, 0, 1);
    expect(holdBack(f, 0, 1.2, 1)).toBe(1.2);
  });
});
