import { histogramQuantile } from '../numerics/histogram-quantile.ts';

/** Requests of one row: how many, how many failed, and their durations by upper bound (s). */
export type CallStats = {
  requests: number;
  errors: number;
  /** Calls that were not made because a breaker is open: they are no requests, and have failed. */
  refused: number;
  perSecond: number;
  buckets: Map<number, number>;
};

export const noCalls = (): CallStats => ({
  requests: 0,
  errors: 0,
  refused: 0,
  perSecond: 0,
  buckets: new Map(),
});

/** Adds the requests of one instance to those of its service. */
export function addCalls(into: CallStats, more: CallStats): void {
  into.requests += more.requests;
  into.errors += more.errors;
  into.refused += more.refused;
  into.perSecond += more.perSecond;
  for (const [bound, count] of more.buckets) into.buckets.set(bound, (into.buckets.get(bound) ?? 0) + count);
}

/** The 95th percentile of the durations in seconds; NaN without requests. */
export function p95Of(stats: CallStats): number {
  const bounds = [...stats.buckets.keys()].sort((a, b) => a - b);
  return histogramQuantile(
    0.95,
    bounds,
    bounds.map((bound) => stats.buckets.get(bound)!),
  );
}
