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

const now = Date.parse('2026-11-21T10:00:00Z');

test.each([
  ['', 0],
  ['2', 2_000],
  ['-5', 0],
  ['86400', 60_000],
  ['Sat, 21 Nov 2026 10:00:10 GMT', 10_000],
  ['soon', 0],
])('Retry-After %j is %i ms', (asked, expected) => {
  expect(retryAfterMs(new Headers({ 'retry-after': asked }), now)).toBe(expected);
});

test('without Retry-After there is nothing to wait for', () => {
  expect(retryAfterMs(new Headers(), now)).toBe(0);
});

test.each([-3_600_000, 3_600_000])('a date is the same wait for a client whose clock is %i ms off', (off) => {
  const headers = new Headers({
    date: 'Sat, 21 Nov 2026 10:00:00 GMT',
    'retry-after': 'Sat, 21 Nov 2026 10:00:10 GMT',
  });
  expect(retryAfterMs(headers, now + off)).toBe(10_000);
});
