import type { DeviationKind, Series } from '../contract/index.ts';
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

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The hour of a moment, such as `Fri 14:00`; in UTC, as the seasons are learnt. */
export function hourOf(atMs: number): string {
  const at = new Date(atMs);
  return `${weekdays[at.getUTCDay()]} ${String(at.getUTCHours()).padStart(2, '0')}:00`;
}

/** What was seen of a deviation: the last value that deviated, the one furthest from the expected, and the hour that the band is of. */
export type Seen = {
  kind: DeviationKind;
  value: number;
  extreme: number;
  lower: number;
  upper: number;
  hour?: string | undefined;
  lastedMs: number;
  hasEnded: boolean;
};

/**
 * What an alert says, such as "p95 of gateway -> recommendation is 840 ms, expected 20-45 ms, for 12 s", "was up to 840 ms" where
 * it is nearer by now, and with "at this hour (Fri 14:00 UTC)" where that is what the band depends on.
 */
export function sentenceOf(
  series: Pick<Series, 'service' | 'direction' | 'peer' | 'metric' | 'unit'>,
  seen: Seen,
): string {
  const subject = `${metricName(series.metric)} of ${subjectOf(series)}`;
  const atHour = seen.hour === undefined ? '' : ` at this hour (${seen.hour} UTC)`;
  const expected = `expected ${formatRange(seen.lower, seen.upper, series.unit)}${atHour}`;
  const lasted = Math.round(seen.lastedMs / 1000) > 0 ? `, for ${formatDuration(seen.lastedMs)}` : '';
  return `${subject} ${stateOf(seen, series.unit)}, ${expected}${lasted}`;
}

/** What a series does, or did; the values of one that scatters may well lie in the band, and a silent one has none. */
function stateOf({ kind, value, extreme, lower, upper, hasEnded }: Seen, unit: string): string {
  const now = formatQuantity(value, unit);
  if (kind === 'gap') return hasEnded ? 'had no values' : 'has no values';
  if (kind === 'spread' && value >= lower && value <= upper)
    return hasEnded ? `scattered unusually, last ${now}` : `scatters unusually, now ${now}`;
  const worst = formatQuantity(extreme, unit);
  if (worst === now) return `${hasEnded ? 'was' : 'is'} ${now}`;
  return `was ${extreme < lower ? 'down' : 'up'} to ${worst}`;
}
