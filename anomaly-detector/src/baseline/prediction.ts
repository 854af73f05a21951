import { alphaOfSpan, towards } from '../numerics/decay.ts';
import { at } from './layout.ts';
import { dayProfile, expectedAt, isProfileKnown, learnProfile, weekProfile } from './season.ts';

/** What the three predictors say of one row; reused between rows. */
export type Prediction = {
  level: number;
  /** NaN while the profile is not in use. */
  day: number;
  week: number;
  /** Mean of the three, weighted by how well each has predicted. */
  mixed: number;
  /** The better of the two profiles where it predicts better than the level does, else NaN. */
  season: number;
  /** The season explains so much that what was learnt of the residuals without it is void. */
  isSeasonStrong: boolean;
};

/** An empty prediction to be filled by `predict`. */
export const emptyPrediction = (): Prediction => ({
  level: 0,
  day: 0,
  week: 0,
  mixed: 0,
  season: 0,
  isSeasonStrong: false,
});

const levelRate = alphaOfSpan(36);
const errorRate = 0.003;
/** A profile must beat the level by this factor before bands follow it: switching to and fro would blur them. */
const clearlyBetter = 0.9;
/** Below this share of the level's error a season explains most of what there is to explain. */
const strongBelow = 0.5;

/** Predicts the value at `t` (epoch s) from the past alone. */
export function predict(f: Float32Array, o: number, t: number, into: Prediction): void {
  into.level = f[o + at.level36]!;
  into.day = isProfileKnown(f, o, dayProfile, t) ? expectedAt(f, o, dayProfile, t) : Number.NaN;
  into.week = isProfileKnown(f, o, weekProfile, t) ? expectedAt(f, o, weekProfile, t) : Number.NaN;
  const errorLevel = f[o + at.errorLevel]! + 1e-12;
  const errorDay = errorOf(into.day, f[o + at.errorDay]!, f[o + at.rowsDay]!);
  const errorWeek = errorOf(into.week, f[o + at.errorWeek]!, f[o + at.rowsWeek]!);
  const least = Math.min(errorLevel, errorDay, errorWeek);
  const a = sixthPower(least / errorLevel);
  const b = sixthPower(least / errorDay);
  const c = sixthPower(least / errorWeek);
  into.mixed = (a * into.level + (b > 0 ? b * into.day : 0) + (c > 0 ? c * into.week : 0)) / (a + b + c);
  const better = errorWeek < errorDay ? into.week : into.day;
  const errorSeason = Math.min(errorDay, errorWeek);
  into.season = errorSeason < clearlyBetter * errorLevel ? better : Number.NaN;
  into.isSeasonStrong = errorSeason < strongBelow * errorLevel;
}

/** So sharp that of two predictors the clearly better one decides nearly alone. */
function sixthPower(x: number): number {
  const square = x * x;
  return square * square * square;
}

/** Leaves the level alone to predict. */
export function forgoSeason(prediction: Prediction): void {
  prediction.day = Number.NaN;
  prediction.week = Number.NaN;
  prediction.mixed = prediction.level;
  prediction.season = Number.NaN;
  prediction.isSeasonStrong = false;
}

/** A profile without an error record yet competes with nobody. */
const errorOf = (prediction: number, error: number, rows: number): number =>
  Number.isNaN(prediction) || rows === 0 ? Number.POSITIVE_INFINITY : error + 1e-12;

/** Learns the value at `t`, and how far off each predictor was. */
export function learnPrediction(
  f: Float32Array,
  o: number,
  rows: number,
  t: number,
  x: number,
  p: Prediction,
): void {
  f[o + at.errorLevel] = towards(
    f[o + at.errorLevel]!,
    Math.abs(x - p.level),
    Math.max(errorRate, 1 / (rows + 1)),
  );
  trackError(f, o + at.errorDay, o + at.rowsDay, x - p.day);
  trackError(f, o + at.errorWeek, o + at.rowsWeek, x - p.week);
  f[o + at.level36] = rows === 0 ? x : towards(f[o + at.level36]!, x, levelRate);
  learnProfile(f, o, dayProfile, t, x);
  learnProfile(f, o, weekProfile, t, x);
}

function trackError(f: Float32Array, error: number, rows: number, miss: number): void {
  if (Number.isNaN(miss)) return;
  f[rows] = Math.min(f[rows]! + 1, 1 / errorRate);
  f[error] = towards(f[error]!, Math.abs(miss), 1 / f[rows]!);
}
