import { describe, expect, it } from 'vitest';
import { age, duration, instant, percent, timeLeft } from './time.ts';

const now = Date.parse('2026-11-21T02:51:07.000Z');

describe('times for people', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [7_200_000, '2 h'],
    [3 * 86_400_000, '3 d'],
    [-5, '0 ms'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('says how long ago something was', () => {
    expect(age('2026-11-21T02:47:00.000Z', now)).toBe('4 min ago');
    expect(age('2026-11-21T02:51:06.900Z', now)).toBe('just now');
    expect(age(null, now)).toBe('-');
  });

  it('writes instants in UTC to the second', () => {
    expect(instant('2026-11-21T02:51:07.120Z')).toBe('2026-11-21 02:51:07Z');
    expect(instant(null)).toBe('-');
  });

  it('writes shares in whole percent', () => {
    expect(percent(0.834)).toBe('83 %');
  });
});

it.each([
  [7_199_000, '1 h 59 min'],
  [7_200_000, '2 h'],
  [90_000, '1 min 30 s'],
  [45_900, '45 s'],
  [300, '300 ms'],
  [90_000_000, '1 d 1 h'],
])('gives the time left of %d ms in its two largest units: %s', (ms, text) => {
  expect(timeLeft(ms)).toBe(text);
});
