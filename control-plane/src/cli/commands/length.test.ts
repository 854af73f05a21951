import { expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { lengthS } from './length.ts';

it.each([
  ['90s', 90],
  ['30m', 1800],
  ['1.5h', 5400],
  ['2d', 172_800],
])('reads %s', (text, expected) => {
  expect(lengthS(text, '--expires')).toBe(expected);
});

it.each(['', '90', 'soon', '-5m', '2w', '1h30m'])('refuses "%s" and says what it expects', (text) => {
  expect(() => lengthS(text, '--expires')).toThrow(CliError);
  expect(() => lengthS(text, '--expires')).toThrow(/--expires: expected a length of time such as 90s/);
});
