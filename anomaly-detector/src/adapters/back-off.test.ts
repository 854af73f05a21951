import { expect, it } from 'vitest';
import { backOffMs } from './back-off.ts';

it('doubles up to its limit', () => {
  expect([1, 2, 3, 4, 50].map((failures) => backOffMs(failures, 500, 3000))).toEqual([
    500, 1000, 2000, 3000, 3000,
  ]);
});
