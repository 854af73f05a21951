import type { Batch } from './batch.ts';
import { namedSeries } from './named-series.ts';
import type { Outcome, Refusal } from './refusal.ts';
import { nothingTold, type Told } from './roles.ts';
import type { SeriesTable } from './series-table.ts';

/** Where decoded samples go, and when it is (epoch ms). */
export type DecodeInto = { table: SeriesTable; batch: Batch; outcome: Outcome; now: number };

/**
 * Finds the series, labels[from, to), of what was added to the batch since it had `samples` and `histograms`; what is refused
 * is taken out of it again.
 */
export function settle(
  { table, batch, outcome, now }: DecodeInto,
  { samples, histograms }: { samples: number; histograms: number },
  labels: Uint8Array,
  from: number,
  to: number,
  told: Told = nothingTold,
): void {
  if (batch.length > samples) {
    const series = table.resolve(labels, from, to, 'numbers', now, told);
    if (series >= 0) batch.assign(samples, series);
    else {
      refuse(outcome, table.refusal, batch.length - samples, labels, from, to);
      batch.length = samples;
    }
  }
  if (batch.histograms.length > histograms) {
    const series = table.resolve(labels, from, to, 'histograms', now, told);
    if (series < 0) refuse(outcome, table.refusal, batch.histograms.length - histograms, labels, from, to);
    const added = batch.histograms.splice(histograms);
    if (series >= 0) batch.histograms.push(...added.map((sample) => ({ ...sample, series })));
  }
}

/** Apart from the above, which runs for each series of each write and is to allocate nothing. */
function refuse(
  outcome: Outcome,
  reason: Refusal,
  many: number,
  labels: Uint8Array,
  from: number,
  to: number,
): void {
  outcome.refuse(reason, many, () => namedSeries(labels, from, to, outcome.limits));
}
