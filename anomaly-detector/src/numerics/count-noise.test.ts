import { describe, expect, it } from 'vitest';
import { rateVariance, ratioVariance } from './count-noise.ts';

describe('ratioVariance', () => {
  it('is the binomial variance plus half a trial squared', () => {
    expect(ratioVariance(0.5, 100)).toBeCloseTo(0.002525, 12);
    expect(ratioVariance(0.1, 1000)).toBeCloseTo(0.00009025, 12);
  });

  it('leaves a single trial without weight', () => {
    expect(1 / Math.sqrt(ratioVariance(0.005, 1))).toBeLessThan(2);
  });

  it('clips ratios to their range', () => {
    expect(ratioVariance(-1, 10)).toBe(0.0025);
    expect(ratioVariance(2, 10)).toBe(0.0025);
  });
});

describe('rateVariance', () => {
  it('is the Poisson variance plus one event squared', () => {
    expect(rateVariance(50, 2)).toBeCloseTo(25.25, 12);
  });

  it('takes an unknown interval as one second', () => {
    expect(rateVariance(4, 0)).toBe(5);
  });
});
