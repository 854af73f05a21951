/**
 * Quantile of a classic histogram by linear interpolation inside the bucket, as PromQL's `histogram_quantile`.
 * `bounds` are ascending upper bounds of which the last may be Infinity; `cumulative` counts the values at or below each.
 * A quantile in the open last bucket is its lower bound. NaN without values. O(buckets).
 * Source: Prometheus, promql/quantile.go. Example: bounds [1, 2, Infinity], cumulative [0, 10, 10], q .5 gives 1.5.
 */
export function histogramQuantile(
  q: number,
  bounds: readonly number[],
  cumulative: readonly number[],
): number {
  const total = cumulative[cumulative.length - 1] ?? 0;
  if (!(total > 0)) return Number.NaN;
  const rank = q * total;
  let bucket = 0;
  while (bucket < bounds.length - 1 && cumulative[bucket]! < rank) bucket += 1;
  const lower = bucket === 0 ? 0 : bounds[bucket - 1]!;
  const upper = bounds[bucket]!;
  if (!Number.isFinite(upper)) return lower;
  const below = bucket === 0 ? 0 : cumulative[bucket - 1]!;
  const inside = cumulative[bucket]! - below;
  return inside > 0 ? lower + ((upper - lower) * (rank - below)) / inside : upper;
}
