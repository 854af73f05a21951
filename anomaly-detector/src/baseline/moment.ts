import { dayBuckets, weekBuckets } from './layout.ts';

/** Where a row lies among the buckets of a period: in which, and between the centres of which two, with the share of the right one. */
export type Place = { bucket: number; left: number; right: number; share: number };

/** A time as the seasons see it. */
export type Moment = {
  /** Epoch seconds. */
  t: number;
  /** Calendar days since 1970, UTC. */
  day: number;
  inDay: Place;
  inWeek: Place;
  /** Seconds between the rows that it was last set for. */
  intervalS: number;
  /** Seconds of the day and of the week that the row stands for; 0 for the instant alone. */
  daySlotS: number;
  weekSlotS: number;
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
  intervalS: 0.5,
  daySlotS: 0.5,
  weekSlotS: 0.5,
});

const bucketS = { day: dayS / dayBuckets, week: weekS / weekBuckets };
/** Rows at least as long as the first of these, all of which divide an hour, stand for the stretch of it that they lie in. */
const slots = [600, 720, 900, 1200, 1800, 3600];
/** The seconds between rows are an estimate, that one missing row moves. */
const tolerance = 0.1;

/** Seconds that a row stands for among buckets so long: that of a long one is the bucket itself. */
function slotOf(intervalS: number, longest: number): number {
  if (intervalS < slots[0]! * (1 - tolerance)) return 0;
  if (intervalS > longest * (1 - tolerance)) return longest;
  return slots.find((slot) => Math.abs(intervalS - slot) <= tolerance * slot) ?? 0;
}

/**
 * Sets a moment to an epoch second of a series with so many seconds between its rows. The rows of many series share one, so it
 * is reckoned once for all of them. A bucket that is visited by few rows has met its period at their places and not at its
 * centre, so a long row is looked up at the middle of the stretch that it stands for.
 */
export function setMoment(moment: Moment, t: number, intervalS: number): void {
  if (moment.t !== t || moment.intervalS !== intervalS) reckon(moment, t, intervalS);
}

function reckon(moment: Moment, t: number, intervalS: number): void {
  const daySlotS = slotOf(intervalS, bucketS.day);
  const weekSlotS = slotOf(intervalS, bucketS.week);
  moment.intervalS = intervalS;
  if (moment.t === t && moment.daySlotS === daySlotS && moment.weekSlotS === weekSlotS) return;
  moment.t = t;
  moment.daySlotS = daySlotS;
  moment.weekSlotS = weekSlotS;
  moment.day = Math.floor(t / dayS);
  setPlace(moment.inDay, t, middleOf(t, daySlotS), dayS, dayBuckets);
  setPlace(moment.inWeek, t, middleOf(t, weekSlotS), weekS, weekBuckets);
}

const middleOf = (t: number, slotS: number): number =>
  slotS === 0 ? t : slotS * (Math.floor(t / slotS) + 0.5);

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
