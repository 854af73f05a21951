import { at, dayBuckets, visit, weekBuckets } from './layout.ts';
import type { Moment, Place } from './moment.ts';

const { bucket: bucketAt, rows: rowsAt, rate: rateAt } = visit;

/** A profile of a repeating period: where its buckets and its visit lie, how fast it learns, and the calendar day from which it is used. */
export type Profile = {
  offset: number;
  visit: number;
  buckets: number;
  learning: number;
  firstUseDay: number;
};

// Used from the third calendar day: by then one whole day has been seen. A week is seen by the ninth.
export const dayProfile: Profile = {
  ...{ offset: at.day, visit: at.dayVisit, buckets: dayBuckets },
  learning: 0.1,
  firstUseDay: 2,
};
export const weekProfile: Profile = {
  ...{ offset: at.week, visit: at.weekVisit, buckets: weekBuckets },
  learning: 0.2,
  firstUseDay: 8,
};

/** Empties a profile. */
export function clearProfile(f: Float32Array, o: number, profile: Profile): void {
  f.fill(Number.NaN, o + profile.offset, o + profile.offset + profile.buckets);
  f[o + profile.visit + bucketAt] = -1;
  f[o + profile.visit + rowsAt] = 0;
  f[o + profile.visit + rateAt] = 0;
}

/**
 * What a profile expects at a place, `days` calendar days after the first row: linear between bucket centres; NaN where it is not
 * in use yet, or neither neighbour has been seen.
 */
export function expectedAt(f: Float32Array, o: number, profile: Profile, days: number, place: Place): number {
  if (days < profile.firstUseDay) return Number.NaN;
  const start = o + profile.offset;
  const a = f[start + place.left]!;
  const b = f[start + place.right]!;
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + place.share * (b - a);
}

/** Learns a value with both profiles. */
export function learnSeasons(f: Float32Array, o: number, { inDay, inWeek }: Moment, value: number): void {
  learnProfile(f, o, dayProfile, inDay.bucket, value);
  learnProfile(f, o, weekProfile, inWeek.bucket, value);
}

/** Learns a value: the first visit of a bucket takes the plain mean, each later one counts `learning` as a whole. */
export function learnProfile(
  f: Float32Array,
  o: number,
  profile: Profile,
  bucket: number,
  value: number,
): void {
  const v = o + profile.visit;
  const b = o + profile.offset + bucket;
  if (f[v + bucketAt] !== bucket) enterBucket(f, v, b, bucket, profile.learning, value);
  const rows = f[v + rowsAt]! + 1;
  f[v + rowsAt] = rows;
  const rate = f[v + rateAt]!;
  const mean = f[b]!;
  f[b] = mean + (rate === 0 ? 1 / rows : rate) * (value - mean);
}

/** A visit is taken to last as many rows as the one before, in the bucket before. */
function enterBucket(
  f: Float32Array,
  v: number,
  b: number,
  bucket: number,
  learning: number,
  value: number,
): void {
  const isFirst = Number.isNaN(f[b]!);
  if (isFirst) f[b] = value;
  f[v + rateAt] = isFirst ? 0 : learning / Math.max(1, f[v + rowsAt]!);
  f[v + bucketAt] = bucket;
  f[v + rowsAt] = 0;
}
