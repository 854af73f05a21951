import type { Alert } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { alertFigures, alertName, withAlertWords } from './alert-view.ts';

const alert = (more: Partial<Alert> = {}): Alert => ({
  fingerprint: 'f',
  seriesKey: 'gateway|out|recommendation|error_ratio',
  service: 'gateway',
  direction: 'out',
  peer: 'recommendation',
  metric: 'error_ratio',
  signal: 'errors',
  unit: '1',
  kind: 'shift',
  startsAt: '2026-11-21T23:07:50.000Z',
  endsAt: null,
  score: 1,
  value: 0.19,
  extreme: 0.48,
  expected: 0,
  lower: 0,
  upper: 0.14,
  sentence: 'error ratio of gateway -> recommendation is 19 %, expected 0-14 %, for 32 s',
  why: 'it began first',
  ...more,
});

test('an alert is named once, and its figures say which they are', () => {
  expect(alertName(alert())).toBe('error ratio of gateway → recommendation');
  expect(alertName(alert({ direction: 'in', peer: 'web' }))).toBe('error ratio of web → gateway');
  expect(alertName(alert({ direction: 'in', peer: '' }))).toBe('error ratio of gateway');
});

test.each([
  ['that lasts', {}, 'worst so far 48 %, expected 0–14 % when it began'],
  [
    'that ended',
    { endsAt: '2026-11-21T23:09:50.000Z' },
    'at worst 48 %, expected 0–14 % when it began, for 2 min',
  ],
  ['without values', { kind: 'gap' }, 'no values, expected 0–14 % when it began'],
  [
    'that scatters',
    { kind: 'spread' },
    'scatters unusually, worst so far 48 %, expected 0–14 % when it began',
  ],
  ['of a season', { hour: 'Fri 14:00' }, 'worst so far 48 %, expected 0–14 % at this hour (Fri 14:00 UTC)'],
] as const)('the figures of one %s', (_, more, said) => {
  expect(alertFigures(alert(more))).toBe(said);
});

test('a reason speaks of an alert in the same figures', () => {
  expect(withAlertWords(`its callers see it: ${alert().sentence}`, [alert()])).toBe(
    'its callers see it: error ratio of gateway → recommendation, worst so far 48 %, expected 0–14 % when it began',
  );
  expect(withAlertWords('calls from a -> b', [alert()])).toBe('calls from a → b');
});
