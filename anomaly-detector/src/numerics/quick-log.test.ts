import { describe, expect, it } from 'vitest';
import { quickLog } from './quick-log.ts';

describe('the quick logarithm', () => {
  it('is that of Math.log to 2e-6, over all that a double can hold', () => {
    let worst = 0;
    for (let exponent = -700; exponent < 700; exponent += 0.0137) {
      const x = Math.exp(exponent);
      worst = Math.max(worst, Math.abs(quickLog(x) - Math.log(x)));
    }
    expect(worst).toBeLessThan(2e-6);
  });

  it('never falls where its argument grows, across powers of two as well', () => {
    for (let x = 0.9; x < 4.1; x *= 1 + 1e-5) expect(quickLog(x * (1 + 1e-5))).toBeGreaterThan(quickLog(x));
  });

  it('knows 1 exactly, and keeps 0 finite', () => {
    expect(quickLog(1)).toBe(0);
    expect(quickLog(0)).toBeCloseTo(-709, 0);
  });
});
