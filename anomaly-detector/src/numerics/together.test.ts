import { describe, expect, it } from 'vitest';
import { fourthPower, fourthRoot, together } from './together.ts';

describe('together', () => {
  it('leaves one strength alone as it is', () => {
    expect(together(3, 0)).toBeCloseTo(3, 12);
  });

  it('makes two of the same a fifth stronger', () => {
    expect(together(2, 2) / 2).toBeCloseTo(2 ** 0.25, 12);
  });

  it('takes the root of what it takes to the power', () => {
    expect(fourthRoot(fourthPower(0.7))).toBeCloseTo(0.7, 12);
  });
});
