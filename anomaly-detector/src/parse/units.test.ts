import { expect, it } from 'vitest';
import { Bytes, Interval, parseDuration } from './units.ts';

it.each([
  ['15s', 15_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['2w', 1_209_600_000],
  ['1y', 31_536_000_000],
  ['', null],
  ['15', null],
  ['1m1h', null],
])('reads the duration %j as %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it('waits no longer than a timer can', () => {
  expect(Interval.parse('24d')).toBe(24 * 86_400_000);
  expect(Interval.safeParse('25d').error?.issues[0]?.message).toBe('expected a duration of at most 24d');
});

it.each([
  ['10MB', 10 * 1024 ** 2],
  ['1KiB', 1024],
  ['512B', 512],
  [0, 0],
])('reads the size %j as %s bytes', (text, bytes) => {
  expect(Bytes.parse(text)).toBe(bytes);
});
