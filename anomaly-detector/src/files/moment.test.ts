import { expect, it } from 'vitest';
import { parseMoment } from './moment.ts';

const at = Date.parse('2026-11-21T02:00:00Z');

it.each([
  '2026-11-21 02:00:00',
  '2026-11-21T02:00:00Z',
  '2026-11-21T02:00:00.000Z',
  '2026-11-21T03:00:00+01:00',
  '2026-11-21T02:00:00',
  '2026-11-21 02:00',
  '1795226400',
  '1795226400.0',
  '1795226400000',
])('reads %s', (text) => {
  expect(parseMoment(text)).toBe(at);
});

it.each([
  '',
  'yesterday',
  '2026-13-01 00:00:00',
  '2026-02-30 00:00:00',
  '21.11.2026',
  '2026-11-21 25:00:00',
  '-5',
  '1e9',
])('refuses "%s"', (text) => {
  expect(parseMoment(text)).toBeNull();
});
