import { expect, test } from 'vitest';
import {
  formatAge,
  formatClock,
  formatCountdown,
  formatInstant,
  formatRelative,
  formatRoughAge,
  formatShort,
  withShortTimes,
} from './time.ts';

const now = Date.parse('2026-11-21T02:51:07.120Z');

test('times are UTC and say so', () => {
  expect(formatClock('2026-11-21T02:51:07.120Z')).toBe('02:51:07Z');
  expect(formatInstant(now)).toBe('2026-11-21 02:51:07Z');
});

test('another day shows its date, today does not', () => {
  expect(formatShort('2026-11-21T00:00:01.000Z', now)).toBe('00:00:01Z');
  expect(formatShort('2026-11-20T23:59:59.000Z', now)).toBe('11-20 23:59:59Z');
});

test.each([
  [0, '0 s'],
  [43_000, '43 s'],
  [60_000, '1 min'],
  [192_000, '3 min 12 s'],
  [7_500_000, '2 h 5 min'],
  [3 * 86_400_000, '3 d'],
  [-5, '0 s'],
])('%i ms reads as %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

test.each([
  [now - 12_000, '12 s ago'],
  [now + 180_000, 'in 3 min'],
  [now - 900, 'just now'],
])('%i is told relative to now as %s', (moment, text) => {
  expect(formatRelative(moment, now)).toBe(text);
});

test.each([
  [now + 65_000, '1:05'],
  [now + 3_725_000, '1:02:05'],
  [now - 1, '0:00'],
])('the countdown to %i is %s', (moment, text) => {
  expect(formatCountdown(moment, now)).toBe(text);
});

test('what ages slowly is told in its largest unit', () => {
  expect(formatRoughAge(3 * 86_400_000 + 5 * 3_600_000)).toBe('3 d');
  expect(formatRoughAge(40_000)).toBe('40 s');
});

test('times inside a sentence are written as everywhere else', () => {
  expect(withShortTimes('It expires at 2026-11-21T03:10:00.000Z: renew it.', now)).toBe(
    'It expires at 03:10:00Z: renew it.',
  );
});
