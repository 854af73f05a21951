import { describe, expect, it } from 'vitest';
import { rateVariance, ratioVariance } from './count-noise.ts';

describe('ratioVariance', () => {
  it('is the binomial variance plus one trial squared', () => {
    expect(ratioVariance(0.5, 100)).toBeCloseTo(0.0026, 12);
    expect(ratioVariance(0.1, 1000)).toBeCloseTo(0.000091, 9);
  });

  it('leaves a single trial without weight', () => {
    expect(Math.sqrt(ratioVariance(0.005, 1))).toBeGreaterThan(1);
  });

  it('clips ratios to their range', () => {
    expect(ratioVariance(-1, 10)).toBe(0.01);
    expect(ratioVariance(2, 10)).toBe(0.01);
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
