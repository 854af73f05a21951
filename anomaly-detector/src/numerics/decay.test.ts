import { describe, expect, it } from 'vitest';
import { alphaOfSpan, fillingRate, towards } from './decay.ts';

describe('decay', () => {
  it('turns a span into the usual weight', () => {
    expect(alphaOfSpan(9)).toBeCloseTo(0.2, 12);
  });

  it('gives the linearly weighted mean while it fills', () => {
    const values = [9, 1, 4, 7];
    let mean = values[0]!;
    for (let n = 1; n < values.length; n += 1) mean = towards(mean, values[n]!, fillingRate(n, 1000));
    // Weights 1, 2, 3, 4 of 10: the first row counts least.
    expect(mean).toBeCloseTo((9 * 1 + 1 * 2 + 4 * 3 + 7 * 4) / 10, 12);
  });

  it('ends at the rate of its span', () => {
    expect(fillingRate(10_000, 90)).toBeCloseTo(1 / 90, 12);
  });
});
