import { expect, it } from 'vitest';
import { warmthOf, warmthOfAll } from './warmth.ts';

it('is warm after sixty rows and says how long it takes', () => {
  expect(warmthOf(0, 2)).toEqual({ ready: false, share: 0, remainingS: 120 });
  expect(warmthOf(45, 2)).toEqual({ ready: false, share: 0.75, remainingS: 30 });
  expect(warmthOf(60, 2)).toEqual({ ready: true, share: 1, remainingS: 0 });
});

it('does not wait for the rarest tenth of the series', () => {
  const parts = [...Array.from({ length: 9 }, () => warmthOf(60, 2)), warmthOf(1, 2)];
  expect(warmthOfAll(parts)).toEqual({ ready: true, share: 1, remainingS: 0 });
  expect(warmthOfAll([warmthOf(30, 2), warmthOf(60, 2)]).ready).toBe(false);
});

it('is cold without series', () => {
  expect(warmthOfAll([])).toEqual({ ready: false, share: 0, remainingS: 0 });
});
