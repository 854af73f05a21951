import { describe, expect, it } from 'vitest';
import { cusumStep } from './cusum.ts';

describe('cusumStep', () => {
  const run = (deviations: number[]) => deviations.reduce((sum, d) => cusumStep(sum, d, 4, 12, 48), 0);

  it('adds what lies beyond the slack', () => {
    expect(run([6, 6, 6])).toBe(6);
  });

  it('never counts one row for more than the cap', () => {
    expect(run([1000])).toBe(8);
  });

  it('pays back inside the slack and never falls below zero', () => {
    expect(run([12, 0, 0])).toBe(0);
    expect(run([12, 12, 2])).toBe(14);
  });

  it('stays below its limit', () => {
    expect(run(Array.from({ length: 50 }, () => 100))).toBe(48);
  });

  it('finds a sustained shift of one unit above the slack in the rows that arithmetic says', () => {
    let rows = 0;
    for (let sum = 0; sum < 24; rows += 1) sum = cusumStep(sum, 5, 4, 12, 48);
    expect(rows).toBe(24);
  });
});
