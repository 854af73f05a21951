import type { BandRange, Health, SeriesStatus, Warmth } from '@breakwater/control-plane/contract';
import { bandBeyond, lastKnown } from '../../charts/plot-data.ts';
import { formatRange, formatShare, formatValue } from '../../lib/numbers.ts';
import { formatAge, formatClock } from '../../lib/time.ts';

type Named = Pick<SeriesStatus, 'service' | 'direction' | 'peer' | 'metric'>;

const metricWords: Record<string, string> = {
  latency_p95: 'p95 latency',
  error_ratio: 'error ratio',
  request_rate: 'request rate',
  up: 'availability',
  event_loop_lag: 'event-loop lag',
  bus_consumer_lag_seconds: 'bus consumer lag',
};

/** A metric's name for people. */
export function metricName(metric: string): string {
  return metricWords[metric] ?? metric.replaceAll('_', ' ');
}

/** A series' name for people, such as `gateway → recommendation · p95 latency`. */
export function seriesTitle(series: Named): string {
  return `${seriesPlace(series)} · ${metricName(series.metric)}`;
}

/** Where a series is measured: a service, or a call between two. */
export function seriesPlace({ service, direction, peer }: Omit<Named, 'metric'>): string {
  if (!peer) return service;
  return direction === 'out' ? `${service} → ${peer}` : `${peer} → ${service}`;
}

/** How warm a series is, in words. */
export function warmthText({ ready, share, remainingS }: Warmth): string {
  return ready ? 'warm' : `learning ${formatShare(share)}, about ${formatAge(remainingS * 1000)} to go`;
}

/** A series' state: alerting is bad, learning is partial, no value is unknown. */
export function seriesMark(series: Pick<SeriesStatus, 'alerting' | 'warmth' | 'value'>): {
  mark: Health;
  word: string;
} {
  if (series.alerting) return { mark: 'bad', word: 'alerting' };
  if (series.value === null) return { mark: 'unknown', word: 'no data' };
  if (!series.warmth.ready) return { mark: 'partial', word: 'learning' };
  return { mark: 'ok', word: 'normal' };
}

/** One point of a series in words: the time, the value, and what was expected then. */
export interface PointText {
  /** `latest` for the last known one, `silent` where none has come for a while, `at` for one that was pointed at. */
  which: 'latest' | 'silent' | 'at';
  clock: string;
  value: string;
  expected: string;
  isAlert: boolean;
}

/** Points and seconds without a value after which it is told that none comes. */
const silentPoints = 3;
const silentS = 30;

/** The point at `index`, or the last known one; null where the series is empty. What is silent is in alert where its newest row is. */
export function pointText(range: BandRange, index: number | null): PointText | null {
  const i = index ?? lastKnown(range.value);
  const time = range.time[i];
  if (time === undefined) return null;
  const { unit } = range.series;
  const silentFor = Math.max(silentPoints, silentS / range.stepS);
  const isSilent = index === null && range.time.length - 1 - i >= silentFor;
  return {
    which: isSilent ? 'silent' : index === null ? 'latest' : 'at',
    clock: formatClock(time),
    value: formatValue(range.value[i], unit),
    expected: formatRange(range.lower[i] ?? null, range.upper[i] ?? null, unit),
    isAlert: range.alert[isSilent ? range.alert.length - 1 : i] === 1,
  };
}

/** That the band goes on beyond the axis, where it does. */
export function beyondText(range: BandRange): string | null {
  const ends = bandBeyond(range, range.series.unit).map((end) => formatValue(end, range.series.unit));
  return ends.length === 0 ? null : `The band goes on to ${ends.join(' and ')}, beyond this axis.`;
}

/** What a screen reader says for the whole chart. */
export function chartLabel(range: BandRange): string {
  const last = pointText(range, null);
  const alerts = range.alert.filter((one) => one === 1).length;
  const now = last === null ? 'No data in this span.' : nowText(last);
  const alerting = alerts > 0 ? ` In alert for ${formatAge(alerts * range.stepS * 1000)} of it.` : '';
  return `Chart of ${seriesTitle(range.series)}. ${now}${alerting}`;
}

function nowText({ which, clock, value, expected }: PointText): string {
  return which === 'silent'
    ? `No values since ${clock}, when it was ${value}, expected ${expected}.`
    : `At ${clock} it is ${value}, expected ${expected}.`;
}

/** The series of one service, alerting ones first, then inward, outward, own. */
export function seriesOf(service: string, all: readonly SeriesStatus[]): SeriesStatus[] {
  const order = { in: 0, out: 1, self: 2 } as const;
  return all
    .filter((one) => one.service === service)
    .toSorted(
      (a, b) =>
        Number(b.alerting) - Number(a.alerting) ||
        order[a.direction] - order[b.direction] ||
        a.peer.localeCompare(b.peer) ||
        a.metric.localeCompare(b.metric),
    );
}

/** The services that have series, with how many of them alert. */
export function servicesOf(all: readonly SeriesStatus[]): { service: string; alerting: number }[] {
  const groups = Map.groupBy(all, ({ service }) => service);
  return [...groups]
    .map(([service, list]) => ({ service, alerting: list.filter(({ alerting }) => alerting).length }))
    .toSorted((a, b) => b.alerting - a.alerting || a.service.localeCompare(b.service));
}
