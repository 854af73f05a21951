import * as clampModule from '../numerics/clamp.ts';
import * as decay from '../numerics/decay.ts';
import * as fourthPowerModule from '../numerics/fourth-power.ts';
import * as quickLogModule from '../numerics/quick-log.ts';
import * as trackedRange from '../numerics/tracked-range.ts';
import * as alarmMemory from './alarm-memory.ts';
import type { Frame } from './frame.ts';
import { horizonAt } from './horizon.ts';
import * as layout from './layout.ts';
import * as parts from './parts.ts';
import { type Prediction, relearnLevel } from './prediction.ts';
import * as scale from './scale.ts';
import * as smoothingModule from './smoothing.ts';
import * as warmth from './warmth.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;
const { alphaOfSpan, towards } = decay;
const { quickLog } = quickLogModule;
const { fourthPower } = fourthPowerModule;
const { growForgetting, recordEvidence, shrinkForgetting, trackHigh } = trackedRange;
const { takenShare } = alarmMemory;
const { at, componentCount, horizon, late, range, wide } = layout;
const { isLeftOut, part } = parts;
const { spreadFloor } = scale;
const { setSmoothing, smoothing } = smoothingModule;
const { rowsToWarm } = warmth;

/**
 * How strong the records of a row are, as fourth powers of the strength: those of its sudden components and those of its slow ones,
 * and of either those that the row itself bears out, of which the strongest component is named, -1 for none: a slow statistic stays
 * outside of its range for long after the row that brought it there.
 */
export type RecordVerdict = {
  sudden: number;
  slow: number;
  borneSudden: number;
  borneSlow: number;
  component: number;
  direction: number;
};

/**
 * The components, by index: value, step, distance from a slow mean, spread, residual as it is, smoothed, and slow, and the
 * smoothed value less its season.
 */
export const component = {
  value: 0,
  step: 1,
  slow: 2,
  spread: 3,
  residual: 4,
  smooth: 5,
  drift: 6,
  smoothed: 7,
} as const;

/** Rows that each component needs to settle before its range means anything; those that smooth need others, see `smoothing.ts`. */
const settleRows = [0, 0, 100, 24, 0, 0, 144, 0];
/** Row at which the range of a component begins: the spread of the first few rows is that of too few. */
const firstRow = [0, 0, 0, 24, 0, 0, 0, 0];
/** Share of an excess that a range takes over: the slower a component, the smaller, so that slow shifts build up. */
const gains = [1, 1, 1, 0.02, 1, 0.05, 0.02, 0.05];
/**
 * What is smoothed takes a row for so many deviations of the residual at most, to which the row itself has added, and the spread a
 * step: a shift, a drift, a change of spread are many rows, a wild one is none.
 */
const wildest = 7;
/** The drift says what no other does, the smoothed value repeats much of what others say. */
const weights = [1, 1, 1, 1, 1, 1, 1.48, 0.8];
/** A component that the row does not bear out is named only where there is no other. */
const echoRank = 1e-6;
/** Rows in which a range only learns. */
export const learnRows = 150;
/** What a new range forgets a row, in widths, and the least that it ever does. */
const slowestForgetting = 3e-5;

/** Rows after which even the slowest component has settled. */
const slowestSettled = Math.max(...settleRows);
/** A range may forget at most a tenth a week: weekly events must not alarm each week. Widths a second. */
const fastestForgetting = 0.1 / 604_800;

const { ageSeasonal, ageSmoothed, driftBegan, level100, meanSlow, previous, ranges } = at;
const { residualSmooth, residual144, residualSquare, smoothed, squaredStep } = at;
const { meanResidual, smoothSquare } = late;
const { adaptiveForgetting } = part;
const { low: lowEnd, high: highEnd, forget: forgets, floats: rangeFloats } = range;

const step24 = alphaOfSpan(24);
const step100 = alphaOfSpan(100);
const step144 = alphaOfSpan(144);
const inRootOf144 = 1 / 12;
/**
 * A range of few values that do not repeat each other is too narrow, and those of the drift repeat each other for 144 rows: its least
 * width is so many times wider at first, and a share of that by how often 144 rows were seen.
 */
const doubtOfDrift = 3;
/** Mean absolute value of a bell curve of deviation 1. */
const bellMean = Math.sqrt(2 / Math.PI);
/** The doubt of the spread where the deviation of the residuals is their mean absolute value, its least, and its most. */
const shareOfDoubt = 0.3;
const leastDoubt = 0.3;
const mostDoubt = 3;
/** How far the likeness of neighbours counts, 0 to 1. */
const shareOfAlike = 0.75;

/** Those that a single wild row moves by all that it is off. */
const suddenComponents =
  (1 << component.value) | (1 << component.step) | (1 << component.slow) | (1 << component.residual);

const lastComponent = componentCount - 1;
const allComponents = (1 << componentCount) - 1;
const smoothedComponents = (1 << component.smooth) | (1 << component.smoothed);
const seasonalComponents = (1 << component.residual) | (1 << component.smooth);

/**
 * What each component measures at this row, and the least width of its range. Longer than needed: an array of more than 64 bytes
 * lies outside of the engine's heap, where its place is known when code is made; that took a third off each access.
 */
const values = new Float64Array(2 * componentCount);
const floors = new Float64Array(2 * componentCount);
/** Components whose record of this row waits to be taken, as bits. */
let waiting = 0;
/**
 * Bounds of what a range forgets at this row, and the rows after which all components have settled. Series of one interval
 * share them.
 */
const forgetting = { intervalS: Number.NaN, without: 0, slowest: 3e-5, fastest: 1e-3, allSettled: 0.5 };

/**
 * Updates the slow statistics of the row in work and holds each against its range; all strengths are 0 where none set a record.
 * What is ordinary is learnt at once, records wait for `takeRecords`.
 */
export function measureRecords(frame: Frame, prediction: Prediction, into: RecordVerdict): void {
  const { f, o, rows, judging } = frame;
  const isSeasonal = !Number.isNaN(prediction.day);
  if (frame.intervalS !== forgetting.intervalS || judging.without !== forgetting.without) setPace(frame);
  fillComponents(frame, prediction);
  clearVerdict(into);
  const { allSettled } = forgetting;
  const isSettled =
    rows - f[o + driftBegan]! > allSettled &&
    f[o + ageSmoothed]! > allSettled &&
    (!isSeasonal || f[o + ageSeasonal]! > allSettled);
  const looked = isSeasonal ? allComponents : allComponents & ~seasonalComponents;
  if (isSettled) waiting = holdSettled(f, o, looked);
  else waiting = holdSettling(f, o, rows, looked);
  if (waiting !== 0) weighRecords(frame, judging.without, into);
  if (isSeasonal) f[o + ageSeasonal] = f[o + ageSeasonal]! + 1;
  f[o + ageSmoothed] = f[o + ageSmoothed]! + 1;
}

/** Learns what is ordinary once all components have settled; returns those that set records, as bits. */
function holdSettled(f: Float32Array, o: number, looked: number): number {
  const { fastest } = forgetting;
  let records = 0;
  for (let c = 0, r = o + ranges; c <= lastComponent; c += 1, r += rangeFloats) {
    if ((looked & (1 << c)) === 0) continue;
    const y = values[c]!;
    const low = f[r + lowEnd]!;
    const high = f[r + highEnd]!;
    if (y > high || y < low) {
      records |= 1 << c;
      continue;
    }
    const forget = f[r + forgets]!;
    const shrink = forget * (high - low + floors[c]!);
    const top = high - shrink;
    const bottom = low + shrink;
    // Comparisons: `Math.max` would look for NaN and signed zeros as well.
    f[r + highEnd] = top > y ? top : y;
    f[r + lowEnd] = bottom < y ? bottom : y;
    if (forget < fastest) f[r + forgets] = growForgetting(forget, fastest);
  }
  return records;
}

/** The same while some have not: their ranges begin, or only learn. */
function holdSettling(f: Float32Array, o: number, rows: number, looked: number): number {
  let records = 0;
  for (let c = 0; c < componentCount; c += 1) {
    if (((looked >> c) & 1) === 0) continue;
    const r = o + ranges + c * rangeFloats;
    const y = values[c]!;
    const age = ageOf(f, o, c, rows);
    const settled = (smoothedComponents >> c) & 1 ? smoothing.settledAfter : settleRows[c]!;
    const isSettled = age > learnRows + settled;
    if (isSettled && (y > f[r + highEnd]! || y < f[r + lowEnd]!)) records |= 1 << c;
    else if (age <= firstRow[c]!) beginRange(f, r, y);
    else learnOrdinary(f, r, c, age > learnRows ? gains[c]! : 1, isSettled);
  }
  return records;
}

function clearVerdict(into: RecordVerdict): void {
  into.component = -1;
  into.direction = 0;
  into.sudden = 0;
  into.slow = 0;
  into.borneSudden = 0;
  into.borneSlow = 0;
}

/** Adds up how strong the records of the row are, into a verdict that is clear, and finds the strongest. */
function weighRecords(frame: Frame, without: number, into: RecordVerdict): void {
  const { f, o, w, wo, moment } = frame;
  // Ranges of the seasonal components still learn how good the predictor is.
  const isSilent = moment.t < w[wo + wide.silentUntil]!;
  const told = waiting & ~without & (isSilent ? ~seasonalComponents : allComponents);
  let strongest = 0;
  for (let c = 0; told >> c !== 0; c += 1) {
    if (((told >> c) & 1) === 0) continue;
    const r = o + ranges + c * rangeFloats;
    const low = f[r + lowEnd]!;
    const high = f[r + highEnd]!;
    const direction = values[c]! > high ? 1 : -1;
    const weighted = weights[c]! * recordEvidence(values[c]!, low, high, floors[c]!);
    const own = ownValue(frame, c);
    const least = leastBeyond(c);
    const isBorne = direction > 0 ? own > high + least : own < low - least;
    addPower(into, c, fourthPower(weighted), isBorne);
    const rank = isBorne ? weighted : echoRank * weighted;
    if (rank <= strongest) continue;
    strongest = rank;
    into.component = c;
    into.direction = direction;
  }
}

function addPower(into: RecordVerdict, c: number, power: number, isBorne: boolean): void {
  if ((suddenComponents >> c) & 1) {
    into.sudden += power;
    if (isBorne) into.borneSudden += power;
  } else {
    into.slow += power;
    if (isBorne) into.borneSlow += power;
  }
}

/**
 * How far a row must lie outside of a range to bear out its record: one that comes back to a flat line asymptotically bears out
 * nothing, nor does an ordinary one bear out the echo of an incident in the drift, whose range may end where most rows lie.
 */
const leastBeyond = (c: number): number => floors[c === component.drift ? c : component.value]!;

/** What the row in work alone says of a component: for a slow one, what it would be if every row had been like this. */
function ownValue({ season }: Frame, c: number): number {
  switch (c) {
    case component.spread:
      return logSpread(values[component.step]! ** 2, floors[component.value]!);
    case component.smooth:
    case component.drift:
      return values[component.residual]!;
    case component.smoothed:
      return values[component.value]! - season;
    default:
      return values[c]!;
  }
}

const logSpread = (square: number, floor: number): number => 0.5 * quickLog(square + floor * floor);

function setPace({ intervalS, judging }: Frame): void {
  setSmoothing(intervalS);
  forgetting.intervalS = intervalS;
  forgetting.without = judging.without;
  forgetting.allSettled = learnRows + Math.max(slowestSettled, smoothing.settledAfter);
  // As it is kept, so that what has reached it is left alone.
  const fastest = Math.fround(Math.min(1e-3, fastestForgetting * intervalS));
  const slowest = Math.min(slowestForgetting, fastest);
  forgetting.slowest = slowest;
  forgetting.fastest = isLeftOut(judging.without, adaptiveForgetting) ? slowest : fastest;
}

/** Takes the records of the row that was measured last into their ranges; of one that `isAlarming` only a share, see `alarm-memory.ts`. */
export function takeRecords(frame: Frame, isAlarming: boolean): void {
  const share = takenShare(frame, isAlarming);
  if (waiting !== 0) takeWaiting(frame, share);
}

function takeWaiting({ f, o }: Frame, share: number): void {
  for (let c = 0; waiting >> c !== 0; c += 1) {
    if ((waiting & (1 << c)) === 0) continue;
    const r = o + ranges + c * rangeFloats;
    trackRange(f, r, c, gains[c]! * share);
    f[r + forgets] = shrinkForgetting(f[r + forgets]!, forgetting.slowest);
  }
}

/** Forgets the ranges of the residuals: they were learnt on a worse predictor. */
export function restartResiduals(f: Float32Array, o: number): void {
  f[o + ageSeasonal] = 0;
}

/** Begins the range of the drift anew, once: it was learnt before the season was known, when the residual swung with it. */
export function renewDrift(f: Float32Array, o: number, rows: number): void {
  if (f[o + driftBegan] === 0) f[o + driftBegan] = rows;
}

/** Begins the smoothed value anew at `x`: a season has come into use, or is in use no more. */
export function restartSmoothed(f: Float32Array, o: number, x: number): void {
  f[o + ageSmoothed] = 0;
  f[o + smoothed] = x;
}

/** Rows that the range of a component has seen. */
function ageOf(f: Float32Array, o: number, c: number, rows: number): number {
  switch (c) {
    case component.residual:
    case component.smooth:
      return f[o + ageSeasonal]!;
    case component.drift:
      return rows - f[o + driftBegan]!;
    case component.smoothed:
      return f[o + ageSmoothed]!;
    default:
      return rows;
  }
}

/** Weight of a row in a mean over a thousand, `rows` of which came before: a plain mean until then. */
const shareOfRow = (rows: number): number => (rows < 1000 ? 1 / (rows + 1) : 0.001);

/** Moves a kept mean towards a value, and returns it. */
function follow(f: Float32Array, mean: number, value: number, rate: number): number {
  const moved = towards(f[mean]!, value, rate);
  f[mean] = moved;
  return moved;
}

function beginRange(f: Float32Array, r: number, y: number): void {
  f[r + lowEnd] = y;
  f[r + highEnd] = y;
  f[r + forgets] = forgetting.slowest;
}

function learnOrdinary(f: Float32Array, r: number, c: number, gain: number, isSettled: boolean): void {
  trackRange(f, r, c, gain);
  if (isSettled) f[r + forgets] = growForgetting(f[r + forgets]!, forgetting.fastest);
}

function trackRange(f: Float32Array, r: number, c: number, gain: number): void {
  const y = values[c]!;
  const low = f[r + lowEnd]!;
  const high = f[r + highEnd]!;
  const forget = f[r + forgets]!;
  const width = high - low + floors[c]!;
  f[r + highEnd] = trackHigh(y, high, width, forget, gain);
  f[r + lowEnd] = -trackHigh(-y, -low, width, forget, gain);
}

function fillComponents(frame: Frame, { mixed }: Prediction): void {
  const { f, o, x, rows } = frame;
  if (rows === 0) beginComponents(f, o, x);
  const share = shareOfRow(rows);
  const ofStep = share > step24 ? share : step24;
  const ofMean = share > 0.003 ? share : 0.003;
  const residual = rows === 0 ? 0 : x - mixed;
  const floor = spreadFloor(frame.judging.traits, f[o + meanSlow]! + frame.origin);
  const step = x - f[o + previous]!;
  f[o + previous] = x;
  follow(f, o + meanSlow, x, ofMean);
  const deviation = Math.sqrt(follow(f, o + residualSquare, residual * residual, share));
  const spread = 4 * deviation;
  const most = wildest * deviation;
  const held = clamp(step, -most, most);
  const squared = follow(f, o + squaredStep, held * held, ofStep);
  const pull = clamp(residual, -most, most);
  values[component.value] = x;
  values[component.step] = step;
  values[component.slow] = x - follow(f, o + level100, x, step100);
  values[component.spread] = logSpread(squared, floor);
  values[component.residual] = residual;
  const smooth = follow(f, o + residualSmooth, pull, smoothing.rate);
  values[component.smooth] = smooth;
  values[component.drift] = follow(f, o + residual144, pull, step144);
  values[component.smoothed] = follow(f, o + smoothed, x - frame.season + pull - residual, smoothing.rate);
  floors[component.value] = floor;
  floors[component.step] = floor;
  floors[component.slow] = floor;
  floors[component.spread] = doubtOfSpread(deviation, meanResidualOf(f, o, rows, residual, deviation, share));
  floors[component.residual] = floor;
  floors[component.smooth] = floor + spread * smoothing.left;
  const strays = spreadWithAlike(f, o, rows, spread, smooth) * inRootOf144;
  floors[component.drift] = floor + strays * (1 + (144 * doubtOfDrift) / (144 + rows - f[o + driftBegan]!));
  floors[component.smoothed] = floor + spread * smoothing.left;
}

/**
 * The least width of the range of the spread, a logarithm: the wider the fewer rows make up the deviation, which is then far above the
 * mean. Where most rows are zero, a spread over 24 rows says how long ago the last other one was, and little else.
 */
function doubtOfSpread(deviation: number, mean: number): number {
  const doubt = shareOfDoubt * deviation;
  if (doubt <= leastDoubt * mean) return leastDoubt;
  return doubt < mostDoubt * mean ? doubt / mean : mostDoubt;
}

/** Mean absolute residual, over the rows that the deviation is of. The first rows lie where it is kept: they count as if in a bell curve. */
function meanResidualOf(
  f: Float32Array,
  o: number,
  rows: number,
  residual: number,
  deviation: number,
  share: number,
): number {
  if (rows < rowsToWarm) return bellMean * deviation;
  if (rows === rowsToWarm) f[o + meanResidual] = bellMean * deviation;
  return follow(f, o + meanResidual, Math.abs(residual), share);
}

/**
 * The spread of the residuals, or that which they would need, if each were independent, for their smoothed value to spread as it does:
 * the mean of many that are alike strays farther than that of as many that are not. The first rows lie where its square is kept.
 */
function spreadWithAlike(f: Float32Array, o: number, rows: number, spread: number, smooth: number): number {
  const seen = rows - Math.max(rowsToWarm, f[o + driftBegan]!);
  if (seen < 0) return spread;
  if (seen === 0) f[o + smoothSquare] = 0;
  const square = follow(f, o + smoothSquare, smooth * smooth, shareOfRow(seen));
  const needed = shareOfAlike * (4 / smoothing.left);
  const neededSquare = needed * needed * square;
  return neededSquare > spread * spread ? Math.sqrt(neededSquare) : spread;
}

function beginComponents(f: Float32Array, o: number, x: number): void {
  f[o + meanSlow] = x;
  f[o + previous] = x;
  f[o + level100] = x;
  f[o + smoothed] = x;
}

/**
 * Learns the components and their ranges anew from the first rows, NaN for those left out: one odd row at a start would widen them
 * for weeks. The level that the rows have settled at predicts them.
 */
export function relearnFirstRows(frame: Frame, prediction: Prediction, counted: Float32Array): void {
  const { f, o, x, rows } = frame;
  const { mixed } = prediction;
  for (const statistic of [squaredStep, residualSmooth, residual144, residualSquare, ageSmoothed])
    f[o + statistic] = 0;
  prediction.mixed = f[horizonAt(o, 0) + horizon.level]!;
  frame.rows = 0;
  for (const value of counted) {
    if (Number.isNaN(value)) continue;
    frame.x = value;
    fillComponents(frame, prediction);
    holdSettling(f, o, frame.rows, allComponents & ~seasonalComponents);
    relearnLevel(frame);
    frame.rows += 1;
    f[o + ageSmoothed] = frame.rows;
  }
  frame.x = x;
  frame.rows = rows;
  prediction.mixed = mixed;
}

/** How strong a record the value of the row in work is against all values seen, before the ranges have settled. */
export function earlyRecord({ f, o, x, judging, origin }: Frame): number {
  const floor = spreadFloor(judging.traits, f[o + meanSlow]! + origin);
  return recordEvidence(x, f[o + ranges + lowEnd]!, f[o + ranges + highEnd]!, floor);
}
