import { expect, test } from 'vitest';
import { LastGood } from './last-good.ts';

test('gives the last answer of a key with its age, until it is too old', () => {
  const kept = new LastGood<string>(1_000);
  kept.keep('ann', 'old', 0);
  kept.keep('ann', 'new', 100);
  kept.keep('bob', 'other', 100);
  expect(kept.find('ann', 400)).toEqual({ value: 'new', ageMs: 300 });
  expect(kept.find('ann', 1_101)).toBeUndefined();
  expect(kept.find('cid', 400)).toBeUndefined();
});

test('keeps no more than it may, and loses what was not renewed for longest', () => {
  const kept = new LastGood<number>(1_000, 2);
  kept.keep('a', 1, 0);
  kept.keep('b', 2, 0);
  kept.keep('a', 3, 1);
  kept.keep('c', 4, 2);
  expect(['a', 'b', 'c'].map((key) => kept.find(key, 2)?.value)).toEqual([3, undefined, 4]);
});

test('an answer may be undefined, and still is one', () => {
  const kept = new LastGood<undefined>(1_000);
  kept.keep('a', undefined, 0);
  expect(kept.find('a', 5)).toEqual({ value: undefined, ageMs: 5 });
});
