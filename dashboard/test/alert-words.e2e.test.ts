import type { Alert } from '@breakwater/control-plane/contract';
import { expect, it } from 'vitest';
import { type Seen, sentenceOf } from '../../anomaly-detector/src/alerting/sentence.ts';
import { alertFigures, withAlertWords } from '../src/features/incidents/alert-view.ts';

/** An alert in the detector's own words, of which the pages say some again. */
function alertOf(more: Partial<Seen>): Alert {
  const series = {
    service: 'gateway',
    direction: 'out',
    peer: 'payment',
    metric: 'latency_p95',
    unit: 's',
  } as const;
  const startsAt = Date.parse('2026-11-20T14:35:00Z');
  const seen: Seen = {
    kind: 'shift',
    value: 0.84,
    lower: 0.02,
    upper: 0.045,
    isSeasonal: false,
    startsAt,
    lastedMs: 12_000,
    hasEnded: false,
    ...more,
  };
  return {
    ...series,
    ...seen,
    fingerprint: 'f',
    seriesKey: 'gateway|out|payment|latency_p95',
    signal: 'latency',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: null,
    score: 1,
    extreme: 0.9,
    expected: 0.03,
    sentence: sentenceOf(series, seen),
    why: '',
  };
}

it('the hour that the detector names is named on the pages', () => {
  expect(alertFigures(alertOf({ isSeasonal: true }))).toBe(
    'worst so far 900 ms, expected 20–45 ms at this hour (Fri 14:00 UTC)',
  );
  expect(alertFigures(alertOf({}))).toBe('worst so far 900 ms, expected 20–45 ms when it began');
});

it('a reason that repeats the detector speaks in the words of the pages', () => {
  const alert = alertOf({ isSeasonal: true });
  expect(withAlertWords(`its callers see it: ${alert.sentence}`, [alert])).toBe(
    'its callers see it: p95 latency of gateway → payment, worst so far 900 ms, expected 20–45 ms at this hour (Fri 14:00 UTC)',
  );
});
