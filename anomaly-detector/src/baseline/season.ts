import { at, dayBuckets, weekBuckets } from './layout.ts';

/** A profile of a repeating period: its buckets, how fast it learns, and the calendar day from which it is used. */
export type Profile = {
  offset: number;
  buckets: number;
  periodS: number;
  learning: number;
  firstUseDay: number;
};

export const dayProfile: Profile = {
  offset: at.day,
  buckets: dayBuckets,
  periodS: 86_400,
  learning: 0.1,
  // From the third calendar day: by then one whole day has been seen.
  firstUseDay: 2,
};
export const weekProfile: Profile = {
  offset: at.week,
  buckets: weekBuckets,
  periodS: 604_800,
  learning: 0.2,
  firstUseDay: 8,
};

/** Behind the buckets: the one being visited, its rows so far, the rows of the visit before, and whether it is new. */
const visit = { bucket: 0, rows: 1, previousRows: 2, isFirst: 3 } as const;

/** Empties a profile. */
export function clearProfile(f: Float32Array, o: number, profile: Profile): void {
  const start = o + profile.offset;
  f.fill(Number.NaN, start, start + profile.buckets);
  f[start + profile.buckets + visit.bucket] = -1;
  f[start + profile.buckets + visit.rows] = 0;
  f[start + profile.buckets + visit.previousRows] = 0;
  f[start + profile.buckets + visit.isFirst] = 0;
}

/** How many buckets of the present period have passed at `t`, with the share of the one that runs. */
function bucketsPassed(t: number, { periodS, buckets }: Profile): number {
  return ((t - periodS * Math.floor(t / periodS)) * buckets) / periodS;
}

/** What the profile expects at `t` (epoch s): linear between bucket centres, NaN where neither neighbour has been seen. */
export function expectedAt(f: Float32Array, o: number, profile: Profile, t: number): number {
  const { buckets } = profile;
  const position = bucketsPassed(t, profile) - 0.5;
  const left = Math.floor(position);
  const share = position - left;
  const start = o + profile.offset;
  const a = f[start + ((left + buckets) % buckets)]!;
  const b = f[start + ((left + 1) % buckets)]!;
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + share * (b - a);
}

/** Learns a value: the first visit of a bucket takes the plain mean, each later one counts `learning` as a whole. */
export function learnProfile(f: Float32Array, o: number, profile: Profile, t: number, value: number): void {
  const { buckets, learning } = profile;
  const bucket = Math.floor(bucketsPassed(t, profile));
  const start = o + profile.offset;
  const v = start + buckets;
  if (f[v + visit.bucket] !== bucket) {
    f[v + visit.bucket] = bucket;
    f[v + visit.previousRows] = f[v + visit.rows]!;
    f[v + visit.rows] = 0;
    f[v + visit.isFirst] = Number.isNaN(f[start + bucket]!) ? 1 : 0;
    if (f[v + visit.isFirst] === 1) f[start + bucket] = value;
  }
  f[v + visit.rows] = f[v + visit.rows]! + 1;
  const rate =
    f[v + visit.isFirst] === 1 ? 1 / f[v + visit.rows]! : learning / Math.max(1, f[v + visit.previousRows]!);
  f[start + bucket] = f[start + bucket]! + Math.min(1, rate) * (value - f[start + bucket]!);
}

/** Whether the profile may be used on the calendar day of `t`. */
export const isProfileKnown = (f: Float32Array, o: number, profile: Profile, t: number): boolean =>
  Math.floor(t / 86_400) - f[o + at.firstDay]! >= profile.firstUseDay;
