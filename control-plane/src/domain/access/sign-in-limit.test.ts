import { expect, it } from 'vitest';
import { addFailure, allowedFailures, type Failures, waitMs, windowMs } from './sign-in-limit.ts';

const failed = (times: number[]): Failures => times.reduce<Failures>((all, at) => addFailure(all, at), []);

it('lets the first tries through and then asks to wait until the oldest of them is a window old', () => {
  const times = Array.from({ length: allowedFailures }, (_, i) => 1000 * i);
  expect(waitMs(failed(times.slice(0, -1)), 5000)).toBe(0);
  expect(waitMs(failed(times), 5000)).toBe(windowMs - 5000);
  expect(waitMs(failed(times), windowMs)).toBe(0);
});

it('keeps no more failures than it needs', () => {
  expect(failed(Array.from({ length: 100 }, (_, i) => i))).toHaveLength(allowedFailures);
});
