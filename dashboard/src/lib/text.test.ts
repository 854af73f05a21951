import { expect, test } from 'vitest';
import { withArrows, withoutWord } from './text.ts';

test.each([
  ['Recovered: every alert has ended', 'Recovered', 'every alert has ended'],
  ['Recovered 12 s after the kill', 'Recovered', '12 s after the kill'],
  ['Recoveredness is no word', 'Recovered', 'Recoveredness is no word'],
  ['5 % of users', 'Stage entered', '5 % of users'],
])('"%s" after "%s" reads "%s"', (text, word, rest) => {
  expect(withoutWord(text, word)).toBe(rest);
});

test('an arrow of the server is drawn as one', () => {
  expect(withArrows('recommendations: LIVE -> KILLED')).toBe('recommendations: LIVE → KILLED');
});
