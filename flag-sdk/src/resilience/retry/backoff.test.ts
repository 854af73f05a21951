import { expect, test } from 'vitest';
import { retryWaitMs } from './backoff.ts';

test('doubles up to a second, anywhere below', () => {
  expect([1, 2, 3, 9].map((again) => retryWaitMs(again, 1))).toEqual([50, 100, 200, 1_000]);
  expect(retryWaitMs(3, 0.25)).toBe(50);
  expect(retryWaitMs(3, 0)).toBe(0);
});
