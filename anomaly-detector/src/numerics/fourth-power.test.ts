import { describe, expect, it } from 'vitest';
import { fourthPower, fourthRoot } from './fourth-power.ts';

describe('strengths as fourth powers', () => {
  it('come back as the root of their power', () => {
    expect(fourthRoot(fourthPower(0.7))).toBeCloseTo(0.7, 12);
  });

  it('make two of the same a fifth stronger', () => {
    expect(fourthRoot(fourthPower(2) + fourthPower(2)) / 2).toBeCloseTo(2 ** 0.25, 12);
  });
});
