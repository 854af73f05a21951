import { describe, expect, it } from 'vitest';
import { fourthPower, fourthRoot } from '../numerics/fourth-power.ts';
import { beginSuddenCalibration, calibrate, clearCalibration } from './calibration.ts';
import { at, cluster, floatStride } from './layout.ts';

function fresh(): Float32Array {
  const f = new Float32Array(floatStride);
  clearCalibration(f, 0);
  beginSuddenCalibration(f, 0);
  return f;
}

/** How strong a row is once it was held against the clusters before: `sudden` of its strength, the rest slow. */
const strengthOf = (f: Float32Array, strength: number, sudden = 0) => {
  const row = {
    ...{ sudden: fourthPower(sudden), slow: fourthPower(strength) - fourthPower(sudden) },
    ...{ borneSudden: fourthPower(sudden), borneSlow: 0 },
  };
  calibrate(f, 0, row);
  return fourthRoot(row.sudden + row.slow);
};

const quiet = (f: Float32Array, rows: number) => {
  for (let row = 0; row < rows; row += 1) strengthOf(f, 0);
};

const clustersOf = (f: Float32Array, many: number, strength: number, sudden = 0) => {
  for (let one = 0; one < many; one += 1) {
    strengthOf(f, strength, sudden);
    quiet(f, 60);
  }
};

describe('calibrate', () => {
  it('leaves a quiet series as it is', () => {
    const f = fresh();
    quiet(f, 10_000);
    expect(strengthOf(f, 2)).toBe(2);
  });

  it('makes a series with strong records less sensitive, step by step', () => {
    const f = fresh();
    clustersOf(f, 200, 3);
    expect(strengthOf(f, 3)).toBeLessThan(1.1);
  });

  it('counts a cluster once, however many rows it has', () => {
    const f = fresh();
    for (let row = 0; row < 500; row += 1) strengthOf(f, 1.5);
    quiet(f, 60);
    // One cluster against a prior of ten: (10 * 1 + 1.5) / 11.
    expect(f[at.clusters + cluster.mean]).toBeCloseTo(1 + 0.5 / 11, 5);
  });

  it('learns of a large incident no more than of one that just alerts', () => {
    const large = fresh();
    const small = fresh();
    clustersOf(large, 1, 9);
    clustersOf(small, 1, 2);
    expect(strengthOf(large, 2)).toBe(strengthOf(small, 2));
  });

  it('holds what is sudden against a tail of its own, however many slow records lie between', () => {
    const f = fresh();
    for (let one = 0; one < 50; one += 1) {
      clustersOf(f, 5, 0.5);
      clustersOf(f, 1, 2, 2);
    }
    expect(strengthOf(f, 2), 'slow').toBeGreaterThan(1.9);
    expect(strengthOf(f, 2, 2), 'sudden').toBeLessThan(1);
  });
});
