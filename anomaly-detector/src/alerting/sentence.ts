import type { Series } from '../contract/index.ts';
import { formatDuration, formatQuantity, formatRange } from './quantity.ts';

const names: Record<string, string> = {
  latency_p95: 'p95',
  error_ratio: 'error ratio',
  request_rate: 'request rate',
  up: 'availability',
  event_loop_lag: 'event-loop lag',
  bus_consumer_lag_seconds: 'bus consumer lag',
};

/** The metric in words, such as `p95`. */
export const metricName = (metric: string): string => names[metric] ?? metric.replaceAll('_', ' ');

/** What a series is about, such as `gateway -> recommendation`. */
export function subjectOf(series: Pick<Series, 'service' | 'direction' | 'peer'>): string {
  if (series.peer === '') return series.service;
  return series.direction === 'out'
    ? `${series.service} -> ${series.peer}`
    : `${series.peer} -> ${series.service}`;
}

/** What an alert says, such as "p95 of gateway -> recommendation is 840 ms, expected 20-45 ms, for 12 s". */
export function sentenceOf(
  series: Pick<Series, 'service' | 'direction' | 'peer' | 'metric' | 'unit'>,
  seen: { value: number; lower: number; upper: number; lastedMs: number; hasEnded: boolean },
): string {
  const { unit } = series;
  const verb = seen.hasEnded ? 'was' : 'is';
  return `${metricName(series.metric)} of ${subjectOf(series)} ${verb} ${formatQuantity(seen.value, unit)}, expected ${formatRange(seen.lower, seen.upper, unit)}, for ${formatDuration(seen.lastedMs)}`;
}
