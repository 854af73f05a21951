import { expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { since } from './since.ts';

const now = Date.parse('2026-11-21T02:51:07.000Z');

it.each([
  ['45s', '2026-11-21T02:50:22.000Z'],
  ['30m', '2026-11-21T02:21:07.000Z'],
  ['2h', '2026-11-21T00:51:07.000Z'],
  ['1d', '2026-11-20T02:51:07.000Z'],
  ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
])('reads %s', (text, expected) => {
  expect(since(text, now)).toBe(expected);
});

it.each(['', 'yesterday', '5', '5w', '-5m', '2026-99-99'])('refuses "%s"', (text) => {
  expect(() => since(text, now)).toThrow(CliError);
});
