import { expect, test } from 'vitest';
import { timeTickSpace, timeTicks, valueTick } from './axis-ticks.ts';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

test.each([
  ['minutes', ['20T23:58:00', '20T23:59:00'], ['23:58', '23:59']],
  ['seconds', ['20T23:58:00', '20T23:58:10'], ['23:58:00', '23:58:10']],
  ['midnight in between', ['20T23:30:00', '21T00:00:00'], ['23:30', '11-21']],
  ['days', ['20T00:00:00', '21T00:00:00'], ['11-20', '11-21']],
])('%s', (_, splits, words) => {
  expect(timeTicks(splits.map(at))).toEqual(words);
});

test('on a phone five minutes have more than one word, and words with seconds have their room', () => {
  expect(timeTickSpace(5 * 60_000, 250)).toBe(48);
  expect(timeTickSpace(2 * 60_000, 370)).toBe(76);
});

test('zero needs no unit', () => {
  expect([valueTick(0, 's'), valueTick(0.5, 's'), valueTick(2, 's')]).toEqual(['0', '500 ms', '2 s']);
});
