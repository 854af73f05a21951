import * as clampModule from '../numerics/clamp.ts';
import * as decay from '../numerics/decay.ts';
import * as alarmMemory from './alarm-memory.ts';
import type { Frame } from './frame.ts';
import { at, wide } from './layout.ts';
import * as seasonModule from './season.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;
const { alphaOfSpan, towards } = decay;
const { isSudden } = alarmMemory;
const { dayProfile, expectedAt, learnSeasons, weekProfile } = seasonModule;

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

const { firstDay } = wide;
const { errorDay, errorLevel, errorWeek, level36, residualSquare, rowsDay, rowsWeek } = at;

const levelRate = alphaOfSpan(36);
const errorRate = 0.003;
/** Rows over which the first errors are averaged. */
const errorRows = 1 / errorRate;
/** A profile must beat the level by this factor before bands follow it: switching to and fro would blur them. */
const clearlyBetter = 0.9;
/** Below this share of the level's error a season explains most of what there is to explain. */
const strongBelow = 0.5;

/** Predicts the row in work from the past alone. */
export function predict({ f, o, w, wo, moment }: Frame, into: Prediction): void {
  const days = moment.day - w[wo + firstDay]!;
  into.level = f[o + level36]!;
  into.day = expectedAt(f, o, dayProfile, days, moment.inDay);
  into.week = expectedAt(f, o, weekProfile, days, moment.inWeek);
  const canDay = !Number.isNaN(into.day) && f[o + rowsDay]! > 0;
  const canWeek = !Number.isNaN(into.week) && f[o + rowsWeek]! > 0;
  if (canDay || canWeek) mix(f, o, canDay, canWeek, into);
  else levelAlone(into);
}

/** Leaves the level alone to predict. */
export function forgoSeason(prediction: Prediction): void {
  prediction.day = Number.NaN;
  prediction.week = Number.NaN;
  levelAlone(prediction);
}

function levelAlone(into: Prediction): void {
  into.mixed = into.level;
  into.season = Number.NaN;
  into.isSeasonStrong = false;
}

/** A profile without an error record yet competes with nobody. */
function mix(f: Float32Array, o: number, canDay: boolean, canWeek: boolean, into: Prediction): void {
  const ofLevel = f[o + errorLevel]! + 1e-12;
  const ofDay = canDay ? f[o + errorDay]! + 1e-12 : Number.POSITIVE_INFINITY;
  const ofWeek = canWeek ? f[o + errorWeek]! + 1e-12 : Number.POSITIVE_INFINITY;
  const ofSeason = Math.min(ofDay, ofWeek);
  const least = Math.min(ofLevel, ofSeason);
  const a = sixthPower(least / ofLevel);
  const b = canDay ? sixthPower(least / ofDay) : 0;
  const c = canWeek ? sixthPower(least / ofWeek) : 0;
  const day = canDay ? into.day : 0;
  const week = canWeek ? into.week : 0;
  into.mixed = (a * into.level + b * day + c * week) / (a + b + c);
  into.season = ofSeason < clearlyBetter * ofLevel ? (ofWeek < ofDay ? week : day) : Number.NaN;
  into.isSeasonStrong = ofSeason < strongBelow * ofLevel;
}

/** Rows over which the week must have predicted better, and seconds where rows are long. */
const provenRows = 200;
const provenS = 86_400;
/** Share of the others' error below which the week is in charge: what little it gains by chance voids nothing. */
const inChargeBelow = 0.6;

/** Whether the week has proved to predict far better than the level and the day. */
export const isWeekInCharge = ({ f, o, intervalS }: Frame): boolean =>
  f[o + errorWeek]! < inChargeBelow * Math.min(f[o + errorDay]!, f[o + errorLevel]!) &&
  f[o + rowsWeek]! > Math.min(provenRows, provenS / intervalS);

/** So sharp that of two predictors the clearly better one decides nearly alone. */
function sixthPower(x: number): number {
  const square = x * x;
  return square * square * square;
}

/** Learns the row in work, and how far off each predictor was. */
export function learnPrediction(frame: Frame, prediction: Prediction): void {
  const { f, o, rows, moment, x } = frame;
  const { level, day, week } = prediction;
  const rate = rows < errorRows ? 1 / (rows + 1) : errorRate;
  f[o + errorLevel] = towards(f[o + errorLevel]!, Math.abs(x - level), rate);
  if (!Number.isNaN(day)) trackError(f, o + errorDay, o + rowsDay, x - day);
  if (!Number.isNaN(week)) trackError(f, o + errorWeek, o + rowsWeek, x - week);
  f[o + level36] = rows === 0 ? x : towards(f[o + level36]!, x, levelRate);
  const isDrawnIn = frame.recordedPower >= 1 && isSudden(frame);
  learnSeasons(f, o, moment, isDrawnIn ? drawnIn(frame, prediction) : x);
}

/** Learns the level anew from one of the first rows. */
export function relearnLevel({ f, o, rows, x }: Frame): void {
  const level = rows === 0 ? x : f[o + level36]!;
  f[o + errorLevel] = rows === 0 ? 0 : towards(f[o + errorLevel]!, Math.abs(x - level), 1 / (rows + 1));
  f[o + level36] = towards(level, x, levelRate);
}

/** A sudden alarm teaches a season one deviation at most, or its end would be missed at that hour a day and a week later. */
function drawnIn({ f, o, x }: Frame, { day, mixed }: Prediction): number {
  const deviation = Math.sqrt(f[o + residualSquare]!);
  return Number.isNaN(day) ? x : clamp(x, mixed - deviation, mixed + deviation);
}

function trackError(f: Float32Array, error: number, rows: number, miss: number): void {
  const seen = f[rows]! + 1;
  let rate = errorRate;
  if (seen < errorRows) {
    f[rows] = seen;
    rate = 1 / seen;
  }
  const mean = f[error]!;
  f[error] = mean + rate * (Math.abs(miss) - mean);
}
