import { describe, expect, it } from 'vitest';
import { growForgetting, recordEvidence, shrinkForgetting, trackHigh } from './tracked-range.ts';

describe('recordEvidence', () => {
  it('is nothing inside the range', () => {
    expect(recordEvidence(5, 0, 10, 0)).toBe(0);
    expect(recordEvidence(10, 0, 10, 0)).toBe(0);
  });

  it('is ln 2 for an excess of a twentieth of the range, on either side', () => {
    expect(recordEvidence(10.5, 0, 10, 0)).toBeCloseTo(Math.log(2), 12);
    expect(recordEvidence(-0.5, 0, 10, 0)).toBeCloseTo(Math.log(2), 12);
  });

  it('counts the floor into the width', () => {
    expect(recordEvidence(2, 0, 0, 40)).toBeCloseTo(Math.log(2), 12);
  });
});

describe('trackHigh', () => {
  it('takes over a record whole or in part', () => {
    expect(trackHigh(20, 10, 10, 0, 1)).toBe(20);
    expect(trackHigh(20, 10, 10, 0, 0.02)).toBeCloseTo(10.2, 12);
  });

  it('forgets a share of the width, but not below the value at hand', () => {
    expect(trackHigh(0, 10, 10, 0.01, 1)).toBeCloseTo(9.9, 12);
    expect(trackHigh(9.95, 10, 10, 0.01, 1)).toBe(9.95);
  });
});

describe('what a range forgets', () => {
  it('settles where a record comes every five hundred rows', () => {
    let rate = 3e-5;
    for (let row = 1; row <= 100_000; row += 1)
      rate = row % 500 === 0 ? shrinkForgetting(rate, 1e-6) : growForgetting(rate, 1e-3);
    expect(rate).toBeGreaterThan(1e-5);
    expect(rate).toBeLessThan(1e-4);
  });

  it('stays within its limits', () => {
    expect(shrinkForgetting(1e-6, 1e-6)).toBe(1e-6);
    expect(growForgetting(1e-3, 1e-3)).toBe(1e-3);
  });
});
