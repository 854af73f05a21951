import type { PrometheusAddress, QueryRange } from '../pull/prometheus/api.ts';
import { fetchHistory } from '../pull/prometheus/history.ts';
import type { Sensitivity } from '../services/learner.ts';
import { type Detected, detectRows } from './detect-rows.ts';
import type { MetricRow } from './metric-file.ts';
import { UsageError } from './usage-error.ts';

/**
 * Judges what a query of a Prometheus gave over a stretch of time, as `detect` judges a file. Throws {@link UsageError} where the
 * query gives no series or several, and a sentence where the Prometheus does not answer.
 */
export async function detectQuery(
  prometheus: PrometheusAddress,
  query: string,
  range: QueryRange,
  sensitivity: Sensitivity,
): Promise<Detected> {
  const rows: MetricRow[] = [];
  const met = new Set<string>();
  for await (const answer of fetchHistory(prometheus, query, range)) {
    for (const { labels, samples } of answer) {
      met.add(JSON.stringify(labels));
      if (met.size > 1) throw several(query, met);
      for (const { at, value } of samples) rows.push(rowOf(at, value, rows.length + 1));
    }
  }
  if (rows.length === 0)
    throw new UsageError(`--query: expected one series, got none from ${query} in that time`);
  return detectRows(rows, query, sensitivity);
}

const rowOf = (at: number, value: number, line: number): MetricRow => ({
  line,
  timestamp: new Date(at).toISOString(),
  text: Number.isNaN(value) ? '' : String(value),
  at,
  value,
  note: '',
});

const several = (query: string, met: ReadonlySet<string>): UsageError =>
  new UsageError(
    `--query: expected one series, got several from ${query}, such as ${[...met].join(' and ')}: choose one by its labels, or sum them up`,
  );
