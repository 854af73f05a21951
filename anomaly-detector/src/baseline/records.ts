import { alphaOfSpan, towards } from '../numerics/decay.ts';
import { adaptForgetting, recordEvidence, trackHigh } from '../numerics/tracked-range.ts';
import { takenShare } from './alarm-memory.ts';
import { at, componentCount, range } from './layout.ts';
import { isLeftOut, part } from './parts.ts';

/** What the strongest component of a row says. */
export type RecordVerdict = { strength: number; component: number; direction: number };

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

/** Rows that each component needs to settle before its range means anything. */
const settleRows = [0, 0, 100, 24, 0, 24, 144, 24];
/** Row at which the range of a component begins: the spread of the first few rows is that of too few. */
const firstRow = [0, 0, 0, 24, 0, 0, 0, 0];
/** Share of an excess that a range takes over: the slower a component, the smaller, so that slow shifts build up. */
const gains = [1, 1, 1, 0.02, 1, 0.1, 0.02, 0.1];
/** The smoothed value repeats much of what the others say. */
const weights = [1, 1, 1, 1, 1, 1, 1.4, 0.8];
/** Rows in which a range only learns. */
export const learnRows = 150;
/** What a new range forgets a row, in widths, and the least that it ever does. */
const slowestForgetting = 3e-5;

const step24 = alphaOfSpan(24);
const step12 = alphaOfSpan(12);
const step100 = alphaOfSpan(100);
const step144 = alphaOfSpan(144);
const rootOf12 = Math.sqrt(12);
const rootOf144 = 12;

const values = new Float64Array(componentCount);
const floors = new Float64Array(componentCount);
/** Components whose record of this row waits to be taken, as bits. */
let waiting = 0;
/** Bounds of what a range forgets at this row. */
const forgetting = { slowest: 3e-5, fastest: 1e-3 };

/** Everything of a row that the records look at. */
export type RecordRow = {
  x: number;
  /** Value less its mixed prediction. */
  residual: number;
  /** The part of the value that a season explains. */
  season: number;
  rows: number;
  isSeasonal: boolean;
  intervalS: number;
  /** Changes below this carry no evidence. */
  floor: number;
  /** Ranges of the seasonal components still learn how good the predictor is. */
  isSilent: boolean;
  /** Parts that are left out, see `parts.ts`. */
  without: number;
};

/**
 * Updates the slow statistics of a row and holds each against its range; strength is 0 where none set a record. What is
 * ordinary is learnt at once, records wait for `takeRecords`.
 */
export function measureRecords(f: Float32Array, o: number, row: RecordRow, into: RecordVerdict): void {
  fillComponents(f, o, row);
  // A range may forget at most a tenth a week: weekly events must not alarm each week.
  const fastest = Math.min(1e-3, (0.1 * row.intervalS) / 604_800);
  const slowest = Math.min(slowestForgetting, fastest);
  forgetting.slowest = slowest;
  forgetting.fastest = isLeftOut(row.without, part.adaptiveForgetting) ? slowest : fastest;
  let sum = 0;
  let strongest = 0;
  waiting = 0;
  into.component = -1;
  into.direction = 0;
  for (let c = 0; c < componentCount; c += 1) {
    const isOfSeason = c === component.residual || c === component.smooth;
    if (isOfSeason && !row.isSeasonal) continue;
    const r = o + at.ranges + c * range.floats;
    const age = ageOf(f, o, c, row.rows);
    const y = values[c]!;
    const low = f[r + range.low]!;
    const high = f[r + range.high]!;
    const isSettled = age > learnRows + settleRows[c]!;
    if (!isSettled || (y <= high && y >= low)) {
      if (age <= firstRow[c]!) beginRange(f, r, y);
      else learnOrdinary(f, r, c, y, age > learnRows ? gains[c]! : 1, isSettled);
      continue;
    }
    const evidence = recordEvidence(y, low, high, floors[c]!);
    waiting |= 1 << c;
    if ((isOfSeason && row.isSilent) || isLeftOut(row.without, 1 << c)) continue;
    const weighted = weights[c]! * evidence;
    const square = weighted * weighted;
    sum += square * square;
    if (weighted > strongest) {
      strongest = weighted;
      into.component = c;
      into.direction = y > high ? 1 : -1;
    }
  }
  if (row.isSeasonal) f[o + at.ageSeasonal] = f[o + at.ageSeasonal]! + 1;
  f[o + at.ageSmoothed] = f[o + at.ageSmoothed]! + 1;
  into.strength = Math.sqrt(Math.sqrt(sum));
}

/** Takes the records of the row that was measured last into their ranges; of one that `isAlarming` only a share, see `alarm-memory.ts`. */
export function takeRecords(f: Float32Array, o: number, isAlarming: boolean): void {
  const share = takenShare(f, o, isAlarming);
  for (let c = 0; waiting >> c !== 0; c += 1) {
    if ((waiting & (1 << c)) === 0) continue;
    const r = o + at.ranges + c * range.floats;
    trackRange(f, r, values[c]!, floors[c]!, gains[c]! * share);
    f[r + range.forget] = adaptForgetting(f[r + range.forget]!, true, forgetting.slowest, forgetting.fastest);
  }
}

/** Forgets the ranges of the residuals: they were learnt on a worse predictor. */
export function restartResiduals(f: Float32Array, o: number): void {
  f[o + at.ageSeasonal] = 0;
}

/** Begins the range of the drift anew, once: it was learnt before the season was known, when the residual swung with it. */
export function renewDrift(f: Float32Array, o: number, rows: number): void {
  if (f[o + at.driftBegan] === 0) f[o + at.driftBegan] = rows;
}

/** Begins the smoothed value anew at `x`: a season has come into use, or is in use no more. */
export function restartSmoothed(f: Float32Array, o: number, x: number): void {
  f[o + at.ageSmoothed] = 0;
  f[o + at.smoothed] = x;
}

/** Rows that the range of a component has seen. */
function ageOf(f: Float32Array, o: number, c: number, rows: number): number {
  switch (c) {
    case component.residual:
    case component.smooth:
      return f[o + at.ageSeasonal]!;
    case component.drift:
      return rows - f[o + at.driftBegan]!;
    case component.smoothed:
      return f[o + at.ageSmoothed]!;
    default:
      return rows;
  }
}

/** Moves a kept mean towards a value. */
function follow(f: Float32Array, mean: number, value: number, rate: number): void {
  f[mean] = towards(f[mean]!, value, rate);
}

function beginRange(f: Float32Array, r: number, y: number): void {
  f[r + range.low] = y;
  f[r + range.high] = y;
  f[r + range.forget] = forgetting.slowest;
}

function learnOrdinary(
  f: Float32Array,
  r: number,
  c: number,
  y: number,
  gain: number,
  isSettled: boolean,
): void {
  trackRange(f, r, y, floors[c]!, gain);
  if (isSettled)
    f[r + range.forget] = adaptForgetting(
      f[r + range.forget]!,
      false,
      forgetting.slowest,
      forgetting.fastest,
    );
}

function trackRange(f: Float32Array, r: number, y: number, floor: number, gain: number): void {
  const low = f[r + range.low]!;
  const high = f[r + range.high]!;
  const forget = f[r + range.forget]!;
  const width = high - low + floor;
  f[r + range.high] = trackHigh(y, high, width, forget, gain);
  f[r + range.low] = -trackHigh(-y, -low, width, forget, gain);
}

function fillComponents(f: Float32Array, o: number, row: RecordRow): void {
  const { x, residual, rows, floor } = row;
  if (rows === 0) {
    f[o + at.meanSlow] = x;
    f[o + at.previous] = x;
    f[o + at.level100] = x;
    f[o + at.smoothed] = x;
  }
  const share = 1 / (rows + 1);
  const step = x - f[o + at.previous]!;
  f[o + at.previous] = x;
  follow(f, o + at.meanSlow, x, Math.max(0.003, share));
  follow(f, o + at.squaredStep, step * step, Math.max(step24, share));
  follow(f, o + at.level100, x, step100);
  follow(f, o + at.smoothed, x - row.season, step12);
  follow(f, o + at.residualSquare, residual * residual, Math.max(0.001, share));
  follow(f, o + at.residual12, residual, step12);
  follow(f, o + at.residual144, residual, step144);
  const spread = 4 * Math.sqrt(f[o + at.residualSquare]!);
  values[component.value] = x;
  values[component.step] = step;
  values[component.slow] = x - f[o + at.level100]!;
  values[component.spread] = 0.5 * Math.log(f[o + at.squaredStep]! + floor * floor);
  values[component.residual] = residual;
  values[component.smooth] = f[o + at.residual12]!;
  values[component.drift] = f[o + at.residual144]!;
  values[component.smoothed] = f[o + at.smoothed]!;
  floors.fill(floor);
  floors[component.spread] = 0.3;
  floors[component.smooth] = floor + spread / rootOf12;
  floors[component.drift] = floor + spread / rootOf144;
  floors[component.smoothed] = floor + spread / rootOf12;
}
