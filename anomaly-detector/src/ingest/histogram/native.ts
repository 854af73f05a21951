import type { HistogramPoint } from './histogram-point.ts';

/** A run of buckets: how many are left out before it, and how many it has. */
export type Span = { offset: number; length: number };

/** One side of a native histogram: runs of buckets, and the count of each bucket in them. */
export type Side = { spans: readonly Span[]; counts: readonly number[] };

/** A native histogram as it is written; `schema` -4 to 8 is exponential, -53 has bounds of its own. */
export type NativeHistogram = {
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  positive: Side;
  negative: Side;
  customBounds: readonly number[];
  counted: HistogramPoint['counted'];
};

const customSchema = -53;
/** Resolutions that Prometheus and OpenTelemetry have between them. */
const [coarsest, finest] = [-10, 20];

/** The upper bound of a bucket of an exponential histogram: 2^(index * 2^-schema). */
const exponentialBound = (schema: number, index: number): number => 2 ** (index * 2 ** -schema);

/**
 * A native histogram as buckets in ascending order; null where spans, counts and schema do not fit together or a count is
 * none. Source: prometheus/prometheus, model/histogram; OpenTelemetry metrics data model, exponential histogram (whose
 * bucket i is Prometheus' i + 1).
 */
export function nativePoint(native: NativeHistogram): HistogramPoint | null {
  const { schema, zeroThreshold, zeroCount, positive, negative, customBounds, counted } = native;
  const isCustom = schema === customSchema;
  if (!isCustom && !(schema >= coarsest && schema <= finest)) return null;
  if (isCustom && !isAscending(customBounds)) return null;
  const above = indexed(positive);
  const below = indexed(negative);
  if (above === null || below === null || !(zeroCount >= 0)) return null;
  const point = { lower: [] as number[], upper: [] as number[], counts: [] as number[] };
  const add = (lower: number, upper: number, count: number) => {
    point.lower.push(lower);
    point.upper.push(upper);
    point.counts.push(count);
  };
  if (isCustom) {
    if (above.some(([index]) => index < 0 || index > customBounds.length)) return null;
    for (const [index, count] of above)
      add(
        customBounds[index - 1] ?? ((customBounds[0] ?? 0) > 0 ? 0 : Number.NEGATIVE_INFINITY),
        customBounds[index] ?? Number.POSITIVE_INFINITY,
        count,
      );
  } else {
    for (const [index, count] of below.reverse())
      add(-exponentialBound(schema, index), -exponentialBound(schema, index - 1), count);
    if (zeroCount > 0) add(below.length > 0 ? -zeroThreshold : 0, zeroThreshold, zeroCount);
    for (const [index, count] of above)
      add(exponentialBound(schema, index - 1), exponentialBound(schema, index), count);
  }
  const layout = `${schema}:${zeroThreshold}:${isCustom ? customBounds.join() : ''}`;
  return { layout, ...point, counted };
}

/** Buckets by index; null where the runs hold another number of them than there are counts. */
function indexed({ spans, counts }: Side): [index: number, count: number][] | null {
  const many = spans.reduce((sum, { length }) => sum + length, 0);
  if (many !== counts.length || counts.some((count) => !(count >= 0 && Number.isFinite(count)))) return null;
  const buckets: [number, number][] = [];
  let index = 0;
  for (const { offset, length } of spans) {
    if (buckets.length > 0 && offset < 0) return null;
    index += offset;
    for (let run = 0; run < length; run += 1, index += 1) buckets.push([index, counts[buckets.length]!]);
  }
  return buckets;
}

const isAscending = (bounds: readonly number[]): boolean =>
  bounds.every((bound, index) => Number.isFinite(bound) && (index === 0 || bound > bounds[index - 1]!));
