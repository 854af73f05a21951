import { z } from 'zod';

const whole = (fallback: number, least = 1) => z.coerce.number().int().min(least).default(fallback);

/** The limits of what is pushed, as environment variables. */
export const limitVariables = {
  BREAKWATER_SERIES_PER_TENANT: whole(200_000),
  BREAKWATER_TENANTS: whole(20),
  BREAKWATER_LABELS_PER_SERIES: whole(40),
  BREAKWATER_LABEL_NAME_BYTES: whole(256),
  BREAKWATER_LABEL_VALUE_BYTES: whole(2_048),
  BREAKWATER_SAMPLES_PER_REQUEST: whole(50_000),
  BREAKWATER_BODY_BYTES: whole(16 * 1024 * 1024, 1_024),
  BREAKWATER_BODY_BYTES_DECOMPRESSED: whole(64 * 1024 * 1024, 1_024),
  BREAKWATER_SAMPLE_FUTURE_MS: whole(60_000, 0),
  BREAKWATER_SAMPLE_AGE_MS: whole(3_600_000),
  BREAKWATER_FORGET_AFTER_MS: whole(26 * 3_600_000, 60_000),
  BREAKWATER_HISTORY_MB: whole(256),
};
const LimitVariables = z.object(limitVariables);

/** How much may come, and for how long it is known. */
export type Limits = Readonly<{
  seriesPerTenant: number;
  tenants: number;
  labels: number;
  labelNameBytes: number;
  labelValueBytes: number;
  samplesPerRequest: number;
  bodyBytes: number;
  bodyBytesDecompressed: number;
  /** How far a sample may be ahead of the clock, and how far behind. */
  futureMs: number;
  ageMs: number;
  /** A series that is silent for longer is forgotten: a job that runs once a day is not. */
  forgetAfterMs: number;
  historyMb: number;
}>;

/** The limits by the variables' values. */
export const limitsOf = (read: z.infer<typeof LimitVariables>): Limits =>
  Object.freeze({
    seriesPerTenant: read.BREAKWATER_SERIES_PER_TENANT,
    tenants: read.BREAKWATER_TENANTS,
    labels: read.BREAKWATER_LABELS_PER_SERIES,
    labelNameBytes: read.BREAKWATER_LABEL_NAME_BYTES,
    labelValueBytes: read.BREAKWATER_LABEL_VALUE_BYTES,
    samplesPerRequest: read.BREAKWATER_SAMPLES_PER_REQUEST,
    bodyBytes: read.BREAKWATER_BODY_BYTES,
    bodyBytesDecompressed: read.BREAKWATER_BODY_BYTES_DECOMPRESSED,
    futureMs: read.BREAKWATER_SAMPLE_FUTURE_MS,
    ageMs: read.BREAKWATER_SAMPLE_AGE_MS,
    forgetAfterMs: read.BREAKWATER_FORGET_AFTER_MS,
    historyMb: read.BREAKWATER_HISTORY_MB,
  });

/** The limits where nothing is set. */
export const usualLimits: Limits = limitsOf(LimitVariables.parse({}));
