import * as clampModule from '../numerics/clamp.ts';
import type { Frame } from './frame.ts';
import * as layout from './layout.ts';
import * as scale from './scale.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;
const { at, horizon, horizonCount, horizonFloats } = layout;
const { spreadFloor } = scale;

/**
 * Memory of level and spread, in rows: the short one follows the hour, the long one remembers what was normal before it.
 * A value is strange only where it is strange to both, so a service that was idle for minutes may simply come back.
 */
export const horizonSpans = [90, 900] as const;

/** Residuals beyond this many spreads pull a level no further: outliers do not teach. */
const clip = 3;
/** An adopted level counts as this many rows. */
const relearnRows = 20;
/** Rows after which outliers are told from ordinary values. */
const clipAfterRows = 12;

const [shortSpan, longSpan] = horizonSpans;
const floatsOfOne = horizonFloats;
const { horizons } = at;
const { rows: rowsAt, level: levelAt, up: upAt, down: downAt } = horizon;

/** The offset of a horizon in the block of a series. */
export const horizonAt = (o: number, index: number): number => o + horizons + index * horizonFloats;

/** Learns the row in work with every horizon; `learning` from 0 (not at all) to 1. */
export function learnHorizons({ f, o, judging, x, season, origin }: Frame, learning: number): void {
  const { traits } = judging;
  const short = o + horizons;
  const long = short + floatsOfOne;
  const ofShort = spreadFloor(traits, f[short + levelAt]! + season + origin);
  const ofLong = spreadFloor(traits, f[long + levelAt]! + season + origin);
  learnHorizon(f, short, shortSpan, x - season, ofShort, learning);
  learnHorizon(f, long, longSpan, x - season, ofLong, learning);
}

/** Learns one value; `learning` from 0 (not at all) to 1 scales the step. */
export function learnHorizon(
  f: Float32Array,
  h: number,
  span: number,
  value: number,
  floor: number,
  learning: number,
): void {
  if (learning <= 0) return;
  const rows = f[h + rowsAt]!;
  const level = f[h + levelAt]!;
  if (rows === 0) {
    f[h + levelAt] = value;
    f[h + rowsAt] = 1;
    return;
  }
  // The weight of a mean that is filling: rows never exceed the span.
  const rate = (2 / (rows + 2)) * learning;
  const up = f[h + upAt]!;
  const down = f[h + downAt]!;
  const raw = value - level;
  const reach = clip * Math.max(floor, raw >= 0 ? up : down);
  const residual = rows > clipAfterRows ? clamp(raw, -reach, reach) : raw;
  const size = Math.abs(residual);
  // One of the two is 0: told without a branch, which noise would take at random.
  f[h + upAt] = learntSide(up, 0.5 * (size + residual), rate);
  f[h + downAt] = learntSide(down, 0.5 * (size - residual), rate);
  f[h + levelAt] = level + rate * residual;
  if (rows < span) f[h + rowsAt] = Math.min(rows + learning, span);
}

/** Half the variance lies on each side of an even spread, so what lies on one side counts twice. */
const learntSide = (spread: number, excess: number, rate: number): number =>
  Math.sqrt(spread * spread + rate * (2 * excess * excess - spread * spread));

/** Sets every horizon to a level and its spread on either side. */
export function setHorizons(f: Float32Array, o: number, level: number, up: number, down: number): void {
  for (let i = 0; i < horizonCount; i += 1) {
    const h = horizonAt(o, i);
    f[h + levelAt] = level;
    f[h + upAt] = up;
    f[h + downAt] = down;
  }
}

/**
 * Moves the short memory to a level that has lasted, and lets it learn quickly again. The long one keeps what was normal
 * before, so that neither the new level nor a return to the old one is strange.
 */
export function adoptLevel(f: Float32Array, o: number, level: number): void {
  const h = horizonAt(o, 0);
  f[h + levelAt] = level;
  f[h + rowsAt] = Math.min(f[h + rowsAt]!, relearnRows);
}

/** Moves every horizon to a level: what they held was measured from another base. */
export function resetLevels(f: Float32Array, o: number, level: number): void {
  for (let i = 0; i < horizonCount; i += 1) f[horizonAt(o, i) + levelAt] = level;
  adoptLevel(f, o, level);
}

/** Shifts every horizon by an amount: the part of the value that a season now explains. */
export function shiftLevels(f: Float32Array, o: number, amount: number): void {
  for (let i = 0; i < horizonCount; i += 1) {
    const level = horizonAt(o, i) + levelAt;
    f[level] = f[level]! + amount;
  }
}
