import * as clampModule from '../numerics/clamp.ts';
import * as decay from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { horizonAt } from './horizon.ts';
import { firstRowsKept, horizon, late } from './layout.ts';
import type { Point } from './point.ts';
import * as scale from './scale.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;
const { alphaOfSpan, towards } = decay;
const { fromScale, spreadFloor } = scale;

/**
 * Where rows are short, few requests lie behind each, and a deviation that lasts may never be gross. Smoothed over eight rows a weak
 * one stands out: it counts by the spreads that it lies beyond the usual, of which so many make an alert.
 */
const smoothing = alphaOfSpan(8);
const leastProof = 10;
/** More while little is known: a band of few rows is not to be trusted as far. */
const proofOf = ({ rows }: Frame): number => leastProof * (1 + firstRowsKept / rows);
/** Least smoothed deviation that counts, and what a row pays back that is usual. */
const leastSpreads = 0.75;
/** No row counts for more spreads than this. */
const mostSpreads = 4;
/** Share of the proof that still comes about by chance: it is not told, so that it does not antedate what is found otherwise. */
const byChance = 0.3;
/** The most evidence that a row tells which itself is usual: no alert starts with it. */
const notYet = 0.99;
/** Share of the proof from which on a weak deviation keeps the alert alive, and the most that is gathered. */
const staysAlive = 0.75;
const most = 1.25;
/**
 * What is usual moves by this share towards a smoothed value beyond it, and by the other towards one inside: it covers all but one in
 * a thousand, for a day or two, and the wider the more alike neighbours are.
 */
const widening = 0.1;
const narrowing = 1e-5;
/** Smoothed spreads that are usual where nothing else is known. */
const usualSpreads = 1.5;

const { deviation, usualHigh, usualLow, value, weakDown, weakUp } = late;

/** Adds up the weak deviation of the row in work; what had been gathered before becomes what is suspected. */
export function addWeakEvidence(frame: Frame): void {
  const { f, o, weak, judging } = frame;
  frame.suspected = Math.max(f[o + weakUp]!, f[o + weakDown]!);
  if (Number.isNaN(weak)) {
    f[o + weakUp] = step(f[o + weakUp]!, -leastSpreads, proofOf(frame));
    f[o + weakDown] = step(f[o + weakDown]!, -leastSpreads, proofOf(frame));
    return;
  }
  const h = horizonAt(o, 0);
  const level = f[h + horizon.level]!;
  const floor = spreadFloor(judging.traits, level + frame.season + frame.origin);
  const above = Math.max(floor, f[h + horizon.up]!);
  const below = Math.max(floor, f[h + horizon.down]!);
  const x = clamp(frame.x - frame.season, level - mostSpreads * below, level + mostSpreads * above);
  f[o + value] = towards(f[o + value]!, x, smoothing);
  f[o + deviation] = towards(f[o + deviation]!, clamp(weak, -mostSpreads, mostSpreads), smoothing);
  gather(frame, (f[o + value]! - f[o + usualHigh]!) / above, (f[o + usualLow]! - f[o + value]!) / below);
  learnUsual(frame);
}

function gather(frame: Frame, above: number, below: number): void {
  const { f, o, x, season, judging } = frame;
  const { worse } = judging.traits;
  const proof = proofOf(frame);
  const far = f[o + deviation]!;
  const up = worse === 'down' ? 0 : step(f[o + weakUp]!, Math.min(above, far - leastSpreads), proof);
  const down = worse === 'up' ? 0 : step(f[o + weakDown]!, Math.min(below, -far - leastSpreads), proof);
  f[o + weakUp] = up;
  f[o + weakDown] = down;
  const gathered = Math.max(up, down) / proof;
  if (gathered <= byChance) return;
  const isUsual = up > down ? x - season <= f[o + usualHigh]! : x - season >= f[o + usualLow]!;
  frame.gathered = Math.max(frame.gathered, isUsual ? Math.min(gathered, notYet) : gathered);
}

/** Whether weak deviations have added up to an alert, and the row in work goes on with them. */
export const isWeakAlive = (frame: Frame): boolean => {
  const { f, o } = frame;
  const far = Math.min(Math.abs(f[o + deviation]!), Math.abs(frame.deviation));
  const isOneWay = f[o + deviation]! > 0 === frame.deviation > 0;
  return (
    isOneWay &&
    far >= leastSpreads &&
    f[o + (frame.deviation > 0 ? weakUp : weakDown)]! >= staysAlive * proofOf(frame)
  );
};

/** How much the row in work teaches, 0 to 1: the less the more speaks against it, and all where that is proof and yet no alert. */
export const trustOf = (frame: Frame): number => (frame.suspected === 0 ? 1 : trustDespite(frame));

const trustDespite = (frame: Frame): number =>
  frame.suspected < proofOf(frame) ? 1 / (1 + frame.suspected) : 1;

/** Where the row in work is one of a weak deviation that is proved, shows what is usual in the place of the wider band. */
export function showUsual(frame: Frame, into: Point): void {
  const { f, o, x, season, origin, judging } = frame;
  const proof = proofOf(frame);
  const isHigh = f[o + weakUp]! >= proof && x - season > f[o + usualHigh]!;
  const isLow = f[o + weakDown]! >= proof && x - season < f[o + usualLow]!;
  if (!isHigh && !isLow) return;
  into.lower = Math.min(into.expected, fromScale(judging.traits, f[o + usualLow]! + season + origin));
  into.upper = Math.max(into.expected, fromScale(judging.traits, f[o + usualHigh]! + season + origin));
}

/** Drops what was gathered. */
export function clearWeakEvidence(f: Float32Array, o: number): void {
  f[o + weakUp] = 0;
  f[o + weakDown] = 0;
  f[o + deviation] = 0;
}

/** Begins with what the band says is usual, once a series is warm. */
export function beginWeakEvidence(f: Float32Array, o: number): void {
  const h = horizonAt(o, 0);
  const level = f[h + horizon.level]!;
  f[o + value] = level;
  f[o + usualHigh] = level + usualSpreads * f[h + horizon.up]!;
  f[o + usualLow] = level - usualSpreads * f[h + horizon.down]!;
  clearWeakEvidence(f, o);
}

/** One step of a cumulative sum; what is usual pays back. */
const step = (sum: number, spreads: number, proof: number): number =>
  clamp(sum + clamp(spreads, -leastSpreads, mostSpreads), 0, most * proof);

function learnUsual(frame: Frame): void {
  const { f, o, judging } = frame;
  const share = judging.learning * trustOf(frame);
  const now = f[o + value]!;
  const high = f[o + usualHigh]!;
  const low = f[o + usualLow]!;
  f[o + usualHigh] = towards(high, now, now > high ? widening * share : narrowing);
  f[o + usualLow] = towards(low, now, now < low ? widening * share : narrowing);
}
