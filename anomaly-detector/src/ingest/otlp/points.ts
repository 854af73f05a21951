import type { HistogramPoint } from '../histogram/histogram-point.ts';
import { nativePoint, type Side } from '../histogram/native.ts';
import { type BucketsPoint, type ExponentialPoint, type ExponentialSide, temporality } from './model.ts';

const mostBuckets = 1_024;

const countedBy = (told: number): HistogramPoint['counted'] =>
  told === temporality.delta ? 'delta' : 'total';

/** A histogram with bounds of its own; null where bounds and counts do not fit together. */
export function explicitPoint({ bounds, counts }: BucketsPoint, told: number): HistogramPoint | null {
  if (counts.length !== bounds.length + 1 || counts.length > mostBuckets) return null;
  if (bounds.some((bound, index) => !Number.isFinite(bound) || (index > 0 && bound <= bounds[index - 1]!)))
    return null;
  const first = (bounds[0] ?? 0) > 0 ? 0 : Number.NEGATIVE_INFINITY;
  return {
    layout: `explicit:${bounds.join()}`,
    lower: [first, ...bounds],
    upper: [...bounds, Number.POSITIVE_INFINITY],
    counts,
    counted: countedBy(told),
  };
}

/** An exponential histogram; null where it is none. */
export function exponentialPoint(point: ExponentialPoint, told: number): HistogramPoint | null {
  if (point.positive.counts.length + point.negative.counts.length > mostBuckets) return null;
  return nativePoint({
    schema: point.scale,
    zeroThreshold: point.zeroThreshold,
    zeroCount: point.zeroCount,
    positive: sideOf(point.positive),
    negative: sideOf(point.negative),
    customBounds: [],
    counted: countedBy(told),
  });
}

/** Prometheus numbers buckets by their upper bound, OpenTelemetry by their lower one. */
const sideOf = ({ offset, counts }: ExponentialSide): Side => ({
  spans: [{ offset: offset + 1, length: counts.length }],
  counts,
});
