import { describe, expect, it } from 'vitest';
import { isInWindow, type MuteWindow, minuteOfDay, weekdays } from './mute-window.ts';

const nights: MuteWindow = { days: ['fri'], from: 22 * 60, to: 6 * 60, timezone: 'UTC' };
const at = (text: string) => Date.parse(text);

describe('a mute window', () => {
  it.each([
    // 2026-11-20 is a Friday.
    ['2026-11-20T21:59:59Z', false],
    ['2026-11-20T22:00:00Z', true],
    ['2026-11-21T05:59:59Z', true],
    ['2026-11-21T06:00:00Z', false],
    ['2026-11-21T22:30:00Z', false],
    ['2026-11-20T05:00:00Z', false],
  ])('that begins on a day goes on past midnight: %s', (time, isIn) => {
    expect(isInWindow(nights, at(time))).toBe(isIn);
  });

  it('is kept in local time, through a change of the clocks', () => {
    const window: MuteWindow = { days: weekdays, from: 120, to: 240, timezone: 'Europe/Berlin' };
    expect(isInWindow(window, at('2026-07-01T00:30:00Z'))).toBe(true);
    expect(isInWindow(window, at('2026-12-01T00:30:00Z'))).toBe(false);
    expect(isInWindow(window, at('2026-12-01T01:30:00Z'))).toBe(true);
  });

  it('lasts all day from 00:00 to 24:00', () => {
    const window: MuteWindow = {
      days: ['sat'],
      from: minuteOfDay('00:00'),
      to: minuteOfDay('24:00'),
      timezone: 'UTC',
    };
    expect(isInWindow(window, at('2026-11-21T00:00:00Z'))).toBe(true);
    expect(isInWindow(window, at('2026-11-21T23:59:59Z'))).toBe(true);
    expect(isInWindow(window, at('2026-11-22T00:00:00Z'))).toBe(false);
  });
});

it.each([
  ['02:30', 150],
  ['24:00', 1440],
  ['24:01', Number.NaN],
  ['2:30', Number.NaN],
  ['02:60', Number.NaN],
  ['noon', Number.NaN],
])('minuteOfDay(%j) is %d', (text, minutes) => {
  expect(minuteOfDay(text)).toBe(minutes);
});
