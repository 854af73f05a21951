import { cusumStep } from '../numerics/cusum.ts';
import { towards } from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { horizonAt } from './horizon.ts';
import { horizon, late } from './layout.ts';

/**
 * Where rows are short, few requests lie behind each, and a deviation that lasts may never be gross. Weak ones add up here, if they
 * lie beyond what is usual: spreads beyond which a row speaks for one (one in fifteen does by chance), the most that a row counts for,
 * and how many spreads beyond make an alert.
 */
const leastSpreads = 1.5;
const mostSpreads = 4;
const proof = 14;
/** Share of the proof that still comes about by chance: it is not told, so that it does not antedate what is found otherwise. */
const byChance = 0.3;
/** Share of the proof from which on a weak deviation keeps the alert alive, and the most that is gathered. */
const staysAlive = 0.75;
const most = 1.25;
/** What is usual moves by this share towards a value beyond it, and by the other towards one inside: it covers 99 of 100 rows, for hours. */
const widening = 0.1;
const narrowing = 1e-4;
/** Spreads that are usual where nothing else is known. */
const usualSpreads = 2;

const { usualHigh, usualLow, weakDown, weakUp } = late;

/** Adds up the weak deviation of the row in work; what had been gathered before becomes what is suspected. */
export function addWeakEvidence(frame: Frame): void {
  const { f, o, judging } = frame;
  const { worse } = judging.traits;
  const deviation = isUsual(frame) ? 0 : frame.weak;
  frame.suspected = Math.max(f[o + weakUp]!, f[o + weakDown]!);
  const up = worse === 'down' ? 0 : step(f[o + weakUp]!, deviation);
  const down = worse === 'up' ? 0 : step(f[o + weakDown]!, -deviation);
  f[o + weakUp] = up;
  f[o + weakDown] = down;
  const gathered = Math.max(up, down) / proof;
  if (gathered > byChance) frame.gathered = Math.max(frame.gathered, gathered);
  learnUsual(frame, 1 / (1 + Math.max(up, down)));
}

/** Whether weak deviations had added up to an alert, and the row in work is another of them. */
export const isWeakAlive = ({ f, o, deviation }: Frame): boolean =>
  Math.abs(deviation) >= leastSpreads && f[o + (deviation > 0 ? weakUp : weakDown)]! >= staysAlive * proof;

/** Drops what was gathered. */
export function clearWeakEvidence(f: Float32Array, o: number): void {
  f[o + weakUp] = 0;
  f[o + weakDown] = 0;
}

/** Begins with what the band says is usual, once a series is warm. */
export function beginWeakEvidence(f: Float32Array, o: number): void {
  const h = horizonAt(o, 0);
  const level = f[h + horizon.level]!;
  f[o + usualHigh] = level + usualSpreads * f[h + horizon.up]!;
  f[o + usualLow] = level - usualSpreads * f[h + horizon.down]!;
  clearWeakEvidence(f, o);
}

const step = (sum: number, deviation: number): number =>
  cusumStep(sum, deviation, leastSpreads, mostSpreads, most * proof);

const isUsual = ({ f, o, x, season }: Frame): boolean =>
  x - season <= f[o + usualHigh]! && x - season >= f[o + usualLow]!;

function learnUsual({ f, o, x, season }: Frame, trust: number): void {
  const value = x - season;
  const high = f[o + usualHigh]!;
  const low = f[o + usualLow]!;
  f[o + usualHigh] = towards(high, value, value > high ? widening * trust : narrowing);
  f[o + usualLow] = towards(low, value, value < low ? widening * trust : narrowing);
}
