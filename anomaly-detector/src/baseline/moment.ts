import { dayBuckets, weekBuckets } from './layout.ts';

/** Where a row lies among the buckets of a period: in which, and between the centres of which two, with the share of the right one. */
export type Place = { bucket: number; left: number; right: number; share: number };

/** A time as the seasons see it. */
export type Moment = {
  /** Epoch seconds. */
  t: number;
  /** Seconds that a row stands for; 0 for the instant alone. */
  slotS: number;
  /** Calendar days since 1970, UTC. */
  day: number;
  inDay: Place;
  inWeek: Place;
};

export const dayS = 86_400;
export const weekS = 604_800;

const emptyPlace = (): Place => ({ bucket: 0, left: 0, right: 0, share: 0.5 });

/** A moment to be set by `setMoment`. */
export const emptyMoment = (): Moment => ({
  t: Number.NaN,
  slotS: 0.5,
  day: 0,
  inDay: emptyPlace(),
  inWeek: emptyPlace(),
});

/** Seconds between rows from which on a row stands for the stretch that it lies in, counted in whole minutes. */
const longRowS = 600;
const minuteS = 60;

const slotOf = (intervalS: number): number =>
  intervalS < longRowS ? 0 : minuteS * Math.round(intervalS / minuteS);

/**
 * Sets a moment to an epoch second of a series with so many seconds between its rows. The rows of many series share one, so it
 * is reckoned once for all of them. A bucket that is visited by few rows has met its period at their places and not at its
 * centre, so a long row is looked up at the middle of the stretch that it stands for.
 */
export function setMoment(moment: Moment, t: number, intervalS: number): void {
  const slotS = slotOf(intervalS);
  if (moment.t === t && moment.slotS === slotS) return;
  moment.t = t;
  moment.slotS = slotS;
  moment.day = Math.floor(t / dayS);
  const middle = slotS === 0 ? t : slotS * (Math.floor(t / slotS) + 0.5);
  setPlace(moment.inDay, t, middle, dayS, dayBuckets);
  setPlace(moment.inWeek, t, middle, weekS, weekBuckets);
}

const bucketsPassed = (t: number, periodS: number, buckets: number): number =>
  ((t - periodS * Math.floor(t / periodS)) * buckets) / periodS;

function setPlace(place: Place, t: number, middle: number, periodS: number, buckets: number): void {
  place.bucket = Math.min(Math.floor(bucketsPassed(t, periodS, buckets)), buckets - 1);
  const passed = bucketsPassed(middle, periodS, buckets);
  const left = Math.floor(passed - 0.5);
  place.left = left < 0 ? buckets - 1 : left;
  place.right = left + 1 < buckets ? left + 1 : 0;
  place.share = passed - 0.5 - left;
}
