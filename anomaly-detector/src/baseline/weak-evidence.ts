import { clamp } from '../numerics/clamp.ts';
import { cusumStep } from '../numerics/cusum.ts';
import { alphaOfSpan, towards } from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { horizonAt } from './horizon.ts';
import { horizon, late } from './layout.ts';

/**
 * Where rows are short, few requests lie behind each, and a deviation that lasts may never be gross. Smoothed over so many rows, a
 * weak one stands out: spreads beyond which a row speaks for one, the most that a row counts for, and how many spreads beyond make
 * an alert.
 */
const smoothing = alphaOfSpan(8);
const leastSpreads = 0.75;
const mostSpreads = 4;
const proof = 14;
/** Share of the proof that still comes about by chance: it is not told, so that it does not antedate what is found otherwise. */
const byChance = 0.3;
/** Share of the proof from which on a weak deviation keeps the alert alive, how weak a row may be then, and the most that is gathered. */
const staysAlive = 0.75;
const aliveSpreads = 1.5;
const most = 1.25;
/** What is usual moves by this share towards a value beyond it, and by the other towards one inside: it covers 99 of 100 rows, for hours. */
const widening = 0.1;
const narrowing = 1e-4;
/** Smoothed spreads that are usual where nothing else is known. */
const usualSpreads = 1;

const { deviation, usualHigh, usualLow, value, weakDown, weakUp } = late;

/** Adds up the weak deviation of the row in work; what had been gathered before becomes what is suspected. */
export function addWeakEvidence(frame: Frame): void {
  const { f, o, judging, x, season, weak } = frame;
  const { worse } = judging.traits;
  f[o + value] = towards(f[o + value]!, x - season, smoothing);
  f[o + deviation] = towards(f[o + deviation]!, clamp(weak, -mostSpreads, mostSpreads), smoothing);
  const strange = isUsual(f, o) ? 0 : f[o + deviation]!;
  frame.suspected = Math.max(f[o + weakUp]!, f[o + weakDown]!);
  const up = worse === 'down' ? 0 : step(f[o + weakUp]!, strange);
  const down = worse === 'up' ? 0 : step(f[o + weakDown]!, -strange);
  f[o + weakUp] = up;
  f[o + weakDown] = down;
  const gathered = Math.max(up, down) / proof;
  if (gathered > byChance) frame.gathered = Math.max(frame.gathered, gathered);
  learnUsual(f, o, 1 / (1 + Math.max(up, down)));
}

/** Whether weak deviations had added up to an alert, and the row in work is another of them. */
export const isWeakAlive = (frame: Frame): boolean =>
  Math.abs(frame.deviation) >= aliveSpreads &&
  frame.f[frame.o + (frame.deviation > 0 ? weakUp : weakDown)]! >= staysAlive * proof;

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

const step = (sum: number, spreads: number): number =>
  cusumStep(sum, spreads, leastSpreads, mostSpreads, most * proof);

const isUsual = (f: Float32Array, o: number): boolean =>
  f[o + value]! <= f[o + usualHigh]! && f[o + value]! >= f[o + usualLow]!;

function learnUsual(f: Float32Array, o: number, trust: number): void {
  const now = f[o + value]!;
  const high = f[o + usualHigh]!;
  const low = f[o + usualLow]!;
  f[o + usualHigh] = towards(high, now, now > high ? widening * trust : narrowing);
  f[o + usualLow] = towards(low, now, now < low ? widening * trust : narrowing);
}
