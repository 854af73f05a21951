/** Attributes by key, values as text. */
export type Attributes = readonly (readonly [key: string, value: string])[];

/** What every data point has; times in epoch ms, `startedAt` 0 for unknown. */
type Point = { attributes: Attributes; startedAt: number; at: number; hasValue: boolean };

export type NumberPoint = Point & { value: number };
export type BucketsPoint = Point & { counts: readonly number[]; bounds: readonly number[] };
export type ExponentialSide = { offset: number; counts: readonly number[] };
export type ExponentialPoint = Point & {
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialSide;
  negative: ExponentialSide;
};
export type SummaryPoint = Point & {
  count: number;
  sum: number;
  quantiles: readonly (readonly [number, number])[];
};

/** `AggregationTemporality`: since the last point, or since a start. */
export const temporality = { unspecified: 0, delta: 1, cumulative: 2 } as const;

export type MetricData =
  | { type: 'gauge'; points: readonly NumberPoint[] }
  | { type: 'sum'; points: readonly NumberPoint[]; temporality: number; isMonotonic: boolean }
  | { type: 'histogram'; points: readonly BucketsPoint[]; temporality: number }
  | { type: 'exponential'; points: readonly ExponentialPoint[]; temporality: number }
  | { type: 'summary'; points: readonly SummaryPoint[] };

export type Metric = { name: string; unit: string; data: MetricData | null };

/** The metrics of one resource. */
export type ResourceMetrics = { attributes: Attributes; metrics: readonly Metric[] };

/** Bit of a data point's flags that says that it has no value. */
export const noRecordedValue = 1;
