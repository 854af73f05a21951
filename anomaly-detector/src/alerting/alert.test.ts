import { expect, it } from 'vitest';
import type { Series } from '../contract/index.ts';
import { alertOf } from './alert.ts';
import type { HeldAlert } from './alert-state.ts';

const series: Series = {
  key: 'gateway|out|payment|latency_p95',
  service: 'gateway',
  direction: 'out',
  peer: 'payment',
  metric: 'latency_p95',
  signal: 'latency',
  unit: 's',
  worse: 'up',
};
const startsAt = Date.parse('2026-11-20T14:35:00Z');
const held = (more: Partial<HeldAlert> = {}): HeldAlert => ({
  ...{ startsAt, kind: 'shift', evidence: 2, side: 1, value: 0.7, extreme: 0.84 },
  ...{ expected: 0.03, lower: 0.02, upper: 0.045, expectedAt: startsAt, isSeasonal: false },
  ...{ deviation: 9, rows: 6, deviatingRows: 6, lastDeviatingAt: startsAt + 12_000, ...more },
});

it('tells the worst of a deviation and not its last value', () => {
  expect(alertOf(series, held(), startsAt + 12_000, null)).toMatchObject({
    value: 0.7,
    extreme: 0.84,
    sentence: 'p95 of gateway -> payment was up to 840 ms, expected 20-45 ms, for 12 s',
  });
});

it('names the hour that the expected is of, where it depends on it', () => {
  expect(alertOf(series, held(), startsAt, null)).not.toHaveProperty('hour');
  const expectedAt = startsAt + 30 * 60_000;
  const seasonal = alertOf(series, held({ isSeasonal: true, expectedAt }), expectedAt, null);
  expect(seasonal.hour).toBe('Fri 15:00');
  expect(seasonal.sentence).toContain('at this hour (Fri 15:00 UTC)');
});
