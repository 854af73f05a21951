import { expect, test } from 'vitest';
import { backoffMs, retryAfterMs } from './backoff.ts';

const bounds = { minMs: 100, maxMs: 1_000 };

test('doubles with each failure and is capped', () => {
  const longest = [0, 1, 2, 3, 4, 5, 50, 5_000].map((failures) => backoffMs(failures, bounds, 1));
  expect(longest).toEqual([100, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
});

test('is jittered between half and the whole', () => {
  expect(backoffMs(2, bounds, 0)).toBe(100);
  expect(backoffMs(2, bounds, 0.5)).toBe(150);
});

test.each([
  [null, 0],
  ['', 0],
  ['2', 2_000],
  ['-5', 0],
  ['86400', 60_000],
  ['Sat, 21 Nov 2026 10:00:10 GMT', 10_000],
  ['soon', 0],
])('Retry-After %j is %i ms', (header, expected) => {
  expect(retryAfterMs(header, Date.parse('2026-11-21T10:00:00Z'))).toBe(expected);
});
