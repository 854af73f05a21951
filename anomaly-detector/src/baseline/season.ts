import { at, dayBuckets, weekBuckets } from './layout.ts';
import type { Moment, Place } from './moment.ts';

/** A profile of a repeating period: its buckets, how fast it learns, and the calendar day from which it is used. */
export type Profile = { offset: number; buckets: number; learning: number; firstUseDay: number };

// Used from the third calendar day: by then one whole day has been seen. A week is seen by the ninth.
export const dayProfile: Profile = { offset: at.day, buckets: dayBuckets, learning: 0.1, firstUseDay: 2 };
export const weekProfile: Profile = { offset: at.week, buckets: weekBuckets, learning: 0.2, firstUseDay: 8 };

const { firstDay } = at;

/** Behind the buckets: the one being visited, its rows so far, and how much each row of the visit counts, 0 on the first one. */
const visit = { bucket: 0, rows: 1, rate: 2 } as const;

/** Empties a profile. */
export function clearProfile(f: Float32Array, o: number, { offset, buckets }: Profile): void {
  const start = o + offset;
  f.fill(Number.NaN, start, start + buckets);
  f[start + buckets + visit.bucket] = -1;
  f[start + buckets + visit.rows] = 0;
  f[start + buckets + visit.rate] = 0;
}

/** What a profile expects at a moment: linear between bucket centres; NaN where it is not in use yet, or neither neighbour has been seen. */
export function expectedAt(f: Float32Array, o: number, profile: Profile, day: number, place: Place): number {
  if (day - f[o + firstDay]! < profile.firstUseDay) return Number.NaN;
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
  const start = o + profile.offset;
  const v = start + profile.buckets;
  const b = start + bucket;
  if (f[v + visit.bucket] !== bucket) enterBucket(f, v, b, bucket, profile.learning, value);
  const rows = f[v + visit.rows]! + 1;
  const rate = f[v + visit.rate]!;
  f[v + visit.rows] = rows;
  f[b] = f[b]! + (rate === 0 ? 1 / rows : rate) * (value - f[b]!);
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
  f[v + visit.rate] = isFirst ? 0 : learning / Math.max(1, f[v + visit.rows]!);
  f[v + visit.bucket] = bucket;
  f[v + visit.rows] = 0;
}
