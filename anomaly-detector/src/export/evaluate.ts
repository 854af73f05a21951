import type { BandRange } from '../contract/index.ts';
import type { BandMetric } from './band-metrics.ts';

/** A value in Prometheus' JSON: epoch seconds and text. */
export type Pair = [number, string];

/** How far back a value still counts, as in Prometheus. */
export const lookBackMs = 5 * 60_000;

/** What a band gives for one metric at each step from `from` to `to` (epoch ms): the latest row that is not too old. */
export function evaluate(
  band: BandRange,
  metric: BandMetric,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): Pair[] {
  const column = columnOf(band, metric);
  const pairs: Pair[] = [];
  let row = -1;
  for (let at = from; at <= to; at += stepMs) {
    while (row + 1 < band.time.length && band.time[row + 1]! <= at) row += 1;
    if (row < 0 || at - band.time[row]! >= lookBackMs) continue;
    const value = column[row];
    if (value !== null && value !== undefined) pairs.push([at / 1000, String(value)]);
  }
  return pairs;
}

function columnOf(band: BandRange, metric: BandMetric): readonly (number | null)[] {
  switch (metric) {
    case 'breakwater_value':
      return band.value;
    case 'breakwater_expected':
      return band.expected;
    case 'breakwater_lower':
      return band.lower;
    case 'breakwater_upper':
      return band.upper;
    case 'breakwater_alerting':
      return band.alert;
  }
}
