import { expect, test } from 'vitest';
import { bytesPerCall } from './allocation.ts';

let kept: unknown;

test('sees an object for each call', () => {
  const bytes = bytesPerCall((times) => {
    for (let index = 0; index < times; index += 1) kept = { index, kept: null };
  }, 10_000);
  expect(kept).toEqual({ index: 9_999, kept: null });
  expect(bytes).toBeGreaterThan(8);
});

test('sees nothing where nothing is allocated', () => {
  let sum = 0;
  const bytes = bytesPerCall((times) => {
    for (let index = 0; index < times; index += 1) sum = (sum + index) & 0xffff;
  }, 10_000);
  expect(sum).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(1);
});
