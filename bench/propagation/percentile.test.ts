import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';

test.each([
  [[1, 2, 3, 4], 0.5, 2],
  [[4, 3, 2, 1], 0.99, 4],
  [[7], 0.5, 7],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
])('of %j, the share %d is at %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test('of nothing it is not a number', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
