import { describe, expect, it } from 'vitest';
import { histogramQuantile } from './histogram-quantile.ts';

const bounds = [0.1, 0.2, 0.5, Number.POSITIVE_INFINITY];

describe('histogramQuantile', () => {
  it('agrees with PromQL on the example of its documentation', () => {
    expect(histogramQuantile(0.5, [1, 2, Number.POSITIVE_INFINITY], [0, 10, 10])).toBeCloseTo(1.5, 12);
    expect(histogramQuantile(0.9, bounds, [50, 80, 100, 100])).toBeCloseTo(0.35, 12);
    expect(histogramQuantile(0.95, bounds, [0, 0, 20, 20])).toBeCloseTo(0.485, 12);
  });

  it('interpolates the first bucket from zero', () => {
    expect(histogramQuantile(0.5, bounds, [10, 10, 10, 10])).toBeCloseTo(0.05, 12);
  });

  it('gives the last finite bound when the quantile lies beyond it', () => {
    expect(histogramQuantile(0.95, bounds, [0, 0, 5, 10])).toBe(0.5);
  });

  it('is not a number without values', () => {
    expect(histogramQuantile(0.95, bounds, [0, 0, 0, 0])).toBeNaN();
    expect(histogramQuantile(0.95, [], [])).toBeNaN();
  });
});
