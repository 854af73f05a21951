import { z } from 'zod';
import { Series } from './metric.ts';
import { Instant } from './time.ts';

/** How a point deviates: one spike, a lasting shift, a slow drift, a changed spread, or missing data. */
export const DeviationKind = z.enum(['spike', 'shift', 'drift', 'spread', 'gap']);
export type DeviationKind = z.infer<typeof DeviationKind>;

/** How much of normal has been learnt. Alerts are raised only once `ready`. */
export const Warmth = z.object({
  ready: z.boolean(),
  /** 0 to 1: share of the evidence needed before the first alert. */
  share: z.number().min(0).max(1),
  /** Seconds of data still needed at the present pace; 0 once ready. */
  remainingS: z.number().min(0),
});
export type Warmth = z.infer<typeof Warmth>;

/** How much of a day's or a week's course has been learnt. */
export const SeasonWarmth = z.object({
  /** 0 to 1: share of the time that must pass before it may be used. */
  share: z.number().min(0).max(1),
  /** Seconds of data still needed; 0 once it may be used. */
  remainingS: z.number().min(0),
});
/** What seasons have been learnt of a series, and whether its band follows one: only where it predicts better than the level does. */
export const Seasons = z.object({ day: SeasonWarmth, week: SeasonWarmth, inUse: z.boolean() });
export type Seasons = z.infer<typeof Seasons>;

/** A series with its learned band, in columns of equal length; `null` is a missing value. */
export const BandRange = z.object({
  series: Series,
  warmth: Warmth,
  /** Seconds between two points. */
  stepS: z.number().positive(),
  /** Epoch milliseconds. */
  time: z.array(z.number()),
  value: z.array(z.number().nullable()),
  expected: z.array(z.number().nullable()),
  lower: z.array(z.number().nullable()),
  upper: z.array(z.number().nullable()),
  /** 1 while an alert is held. */
  alert: z.array(z.number()),
});
export type BandRange = z.infer<typeof BandRange>;

/** A series as it stands now, for lists. */
export const SeriesStatus = Series.extend({
  warmth: Warmth,
  at: Instant.nullable(),
  value: z.number().nullable(),
  expected: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  alerting: z.boolean(),
});
export type SeriesStatus = z.infer<typeof SeriesStatus>;

/** The detector as a whole: what it learns from and how warm it is. */
export const DetectorStatus = z.object({
  startedAt: Instant,
  seriesCount: z.number().int(),
  warmth: Warmth,
  samplesPerSecond: z.number(),
  targets: z.array(
    z.object({
      service: z.string(),
      instance: z.string(),
      up: z.boolean(),
      lastScrapeAt: Instant.nullable(),
      error: z.string(),
    }),
  ),
  /** Calls learnt from the `peer` label of client metrics. */
  topology: z.array(z.object({ caller: z.string(), callee: z.string() })),
});
export type DetectorStatus = z.infer<typeof DetectorStatus>;
