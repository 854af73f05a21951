/** A histogram at one moment: buckets in ascending order without overlap, each with how many values lie in it. */
export type HistogramPoint = {
  /** Buckets are the same from one point to the next where their layout is. */
  layout: string;
  /** Bounds of each bucket, the lower one excluded. */
  lower: readonly number[];
  upper: readonly number[];
  /** Not cumulative over buckets. */
  counts: readonly number[];
  /** `total`: counted since a start; `delta`: since the last point; `now`: what there is at the moment. */
  counted: 'total' | 'delta' | 'now';
};

/** Values in all buckets. */
export const countOf = ({ counts }: Pick<HistogramPoint, 'counts'>): number =>
  counts.reduce((sum, count) => sum + count, 0);

/**
 * A quantile by linear interpolation inside its bucket; in a bucket without an end it is the end that there is.
 * NaN without values. O(buckets). Source: Prometheus, promql/quantile.go.
 */
export function quantileOf(q: number, { lower, upper, counts }: HistogramPoint): number {
  const total = countOf({ counts });
  if (!(total > 0)) return Number.NaN;
  const rank = q * total;
  let below = 0;
  let bucket = 0;
  while (bucket < counts.length - 1 && below + counts[bucket]! < rank) {
    below += counts[bucket]!;
    bucket += 1;
  }
  const [from, to, inside] = [lower[bucket]!, upper[bucket]!, counts[bucket]!];
  if (!Number.isFinite(to)) return from;
  if (!Number.isFinite(from)) return to;
  return inside > 0 ? from + (to - from) * Math.min(1, (rank - below) / inside) : to;
}
