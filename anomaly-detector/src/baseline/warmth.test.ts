import { expect, it } from 'vitest';
import { seasonsOf, warmthOf, warmthOfAll } from './warmth.ts';

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
  expect(warmthOfAll([])).toEqual({ ready: false, share: 0, remainingS: 120 });
});

it('never has no time to go and is not warm', () => {
  expect(warmthOf(1, 0)).toMatchObject({ ready: false, remainingS: 118 });
  expect(warmthOf(59, 0.4)).toMatchObject({ ready: false, remainingS: 1 });
});

it('tells how much of a day and of a week is learnt, and how long it takes until they may be used', () => {
  expect(seasonsOf(100, 101 * 86_400, false)).toEqual({
    day: { share: 0.5, remainingS: 86_400 },
    week: { share: 1 / 8, remainingS: 7 * 86_400 },
    inUse: false,
  });
  expect(seasonsOf(100, 108 * 86_400, true)).toEqual({
    day: { share: 1, remainingS: 0 },
    week: { share: 1, remainingS: 0 },
    inUse: true,
  });
});
