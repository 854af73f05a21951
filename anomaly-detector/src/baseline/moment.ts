import { dayBuckets, weekBuckets } from './layout.ts';

/** Where a time lies among the buckets of a period: in which, and between the centres of which two, with the share of the right one. */
export type Place = { bucket: number; left: number; right: number; share: number };

/** A time as the seasons see it. */
export type Moment = {
  /** Epoch seconds. */
  t: number;
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
  day: 0,
  inDay: emptyPlace(),
  inWeek: emptyPlace(),
});

/** Sets a moment to an epoch second. The rows of many series share one, so it is reckoned once for all of them. */
export function setMoment(moment: Moment, t: number): void {
  if (moment.t === t) return;
  moment.t = t;
  moment.day = Math.floor(t / dayS);
  setPlace(moment.inDay, t, dayS, dayBuckets);
  setPlace(moment.inWeek, t, weekS, weekBuckets);
}

function setPlace(place: Place, t: number, periodS: number, buckets: number): void {
  const passed = ((t - periodS * Math.floor(t / periodS)) * buckets) / periodS;
  const left = Math.floor(passed - 0.5);
  place.bucket = Math.min(Math.floor(passed), buckets - 1);
  place.left = left < 0 ? buckets - 1 : left;
  place.right = left + 1 < buckets ? left + 1 : 0;
  place.share = passed - 0.5 - left;
}
