import type { BandRange, SeriesStatus } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import {
  beyondText,
  chartLabel,
  pointText,
  seriesMark,
  seriesOf,
  seriesTitle,
  servicesOf,
} from './series-view.ts';

const start = Date.parse('2026-11-21T02:51:00.000Z');

const series = (more: Partial<SeriesStatus> = {}): SeriesStatus => ({
  key: 'gateway|out|recommendation|latency_p95',
  service: 'gateway',
  direction: 'out',
  peer: 'recommendation',
  metric: 'latency_p95',
  unit: 's',
  signal: 'latency',
  worse: 'up',
  warmth: { ready: true, share: 1, remainingS: 0 },
  at: null,
  value: 0.03,
  expected: 0.03,
  lower: 0.02,
  upper: 0.045,
  alerting: false,
  ...more,
});

const range: BandRange = {
  series: series(),
  warmth: { ready: true, share: 1, remainingS: 0 },
  stepS: 2,
  time: [start, start + 2000, start + 4000],
  value: [0.03, 0.84, null],
  expected: [0.03, 0.03, 0.03],
  lower: [0.02, 0.02, 0.02],
  upper: [0.045, 0.045, 0.045],
  alert: [0, 1, 1],
};

test('a call is named by both ends, a service by itself', () => {
  expect(seriesTitle(series())).toBe('gateway → recommendation · p95 latency');
  expect(seriesTitle(series({ direction: 'in', peer: '' }))).toBe('gateway · p95 latency');
  expect(seriesTitle(series({ direction: 'self', peer: '', metric: 'event_loop_lag' }))).toBe(
    'gateway · event-loop lag',
  );
});

test('without a pointer the last known point is told', () => {
  expect(pointText(range, null)).toEqual({
    which: 'latest',
    clock: '02:51:02Z',
    value: '840 ms',
    expected: '20–45 ms',
    isAlert: true,
  });
  expect(pointText(range, 0)).toMatchObject({ which: 'at', clock: '02:51:00Z', value: '30 ms' });
});

test('a series that has fallen silent says since when, and is in alert only where its newest row is', () => {
  const silent = {
    ...range,
    stepS: 10,
    time: [0, 1, 2, 3, 4, 5].map((row) => start + 10_000 * row),
    value: [0.03, 0.84, null, null, null, null],
    alert: [0, 1, 1, 1, 0, 0],
  };
  expect(pointText(silent, null)).toMatchObject({
    which: 'silent',
    clock: '02:51:10Z',
    value: '840 ms',
    isAlert: false,
  });
  expect(pointText({ ...silent, alert: [0, 1, 1, 1, 1, 1] }, null)).toMatchObject({ isAlert: true });
  expect(chartLabel(silent)).toContain('No values since 02:51:10Z, when it was 840 ms');
});

test('a band that is wider than the axis says how far it goes', () => {
  expect(beyondText(range)).toBeNull();
  expect(beyondText({ ...range, upper: [0.045, 12, 0.045] })).toBe(
    'The band goes on to 12 s, beyond this axis.',
  );
});

test('the chart is told in words', () => {
  expect(chartLabel(range)).toBe(
    'Chart of gateway → recommendation · p95 latency. At 02:51:02Z it is 840 ms, expected 20–45 ms. In alert for 4 s of it.',
  );
});

test.each([
  [{ alerting: true }, 'alerting'],
  [{ value: null }, 'no data'],
  [{ warmth: { ready: false, share: 0.3, remainingS: 60 } }, 'learning'],
  [{}, 'normal'],
])('a series with %j is %s', (more, word) => {
  expect(seriesMark(series(more)).word).toBe(word);
});

test('alerting series come first, then inward before outward', () => {
  const all = [
    series({ key: 'a' }),
    series({ key: 'b', direction: 'in', peer: '' }),
    series({ key: 'c', alerting: true, direction: 'self' }),
    series({ key: 'd', service: 'order' }),
  ];
  expect(seriesOf('gateway', all).map(({ key }) => key)).toEqual(['c', 'b', 'a']);
  expect(servicesOf(all)).toEqual([
    { service: 'gateway', alerting: 1 },
    { service: 'order', alerting: 0 },
  ]);
});
