import { describe, expect, it } from 'vitest';
import { countTests } from './suites.ts';

const report = (passed: number, failed: number, pending = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });

describe('countTests', () => {
  it('counts what vitest reports', () => {
    expect(countTests(report(7, 2, 1), false)).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });
  it('counts a run that broke outside its tests as a failure', () => {
    expect(countTests(report(7, 0), false)).toEqual({ passed: 7, failed: 1, skipped: 0 });
  });
  it('counts a run without tests as a failure', () => {
    expect(countTests(report(0, 0), true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
