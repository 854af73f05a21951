import { clamp } from '../numerics/clamp.ts';
import { bandSpreads } from './evidence.ts';
import type { Frame } from './frame.ts';
import { setHorizons } from './horizon.ts';
import { at, wide } from './layout.ts';
import { rowVariance, spreadFloor } from './scale.ts';
import { rowsToWarm } from './warmth.ts';

/** Standard deviations of a bell curve in the width of its middle half. */
const spreadsInCore = 1 / 1.349;
/** Rows in which a service may still be starting: what is far off there teaches nothing. */
const startRows = rowsToWarm / 3;
/** Runs of values beyond a bound from which on such values are no accident. */
const oftenRuns = 5;

type Core = { middle: number; width: number };

const core: Core = { middle: 0, width: 0 };
const sorted = new Float32Array(rowsToWarm);
const kept = new Float32Array(rowsToWarm);
const peaks = new Float32Array(rowsToWarm);

/** Keeps the value of one of the first rows (on its scale, less the origin) until the series is warm. */
export function keepFirstRow(f: Float32Array, o: number, row: number, value: number): void {
  f[o + at.firstRows + row] = value;
}

/**
 * Sets level and spread anew once all first rows are there: what lies far from their core is left out while the service
 * may still be starting, and drawn in after that, so that neither a cold start nor a fault becomes the normal. Of a series of which
 * nothing is known but its values, what keeps coming up is its way. Returns the rows as they came, NaN for those left out; the array
 * is the next call's, too. The origin of the frame plus a kept value lies on the scale of the traits.
 */
export function settleFirstRows({ f, o, w, wo, judging, origin: base, intervalS }: Frame): Float32Array {
  const { traits } = judging;
  const values = f.subarray(o + at.firstRows, o + at.firstRows + rowsToWarm);
  findCore(values, core);
  const level = core.middle + base;
  const spread = Math.max(spreadFloor(traits, level), spreadsInCore * core.width);
  const count = w[wo + wide.typicalCount]! || Number.NaN;
  const noise = rowVariance(traits, level, spread, count, count, intervalS, true);
  const reach = bandSpreads * Math.sqrt(spread * spread + noise);
  const low = core.middle - reach;
  const high = core.middle + reach;
  if (traits.isKnown) keepWithin(values, low, high);
  else keepWithin(values, recurring(values, low, -1), recurring(values, high, 1));
  learnKept(f, o);
  for (let row = 0; row < rowsToWarm; row += 1) if (!Number.isNaN(kept[row])) kept[row] = values[row]!;
  return kept;
}

/** How far values beyond a bound, above it or below, belong to the series: as far as they came up more than once, where they do often. */
function recurring(values: Float32Array, bound: number, side: 1 | -1): number {
  let runs = 0;
  let wasBeyond = false;
  for (const value of values) {
    const beyond = side * (value - bound);
    const isBeyond = beyond > 0;
    if (isBeyond && !wasBeyond) runs += 1;
    if (isBeyond) peaks[runs - 1] = wasBeyond ? Math.max(peaks[runs - 1]!, beyond) : beyond;
    wasBeyond = isBeyond;
  }
  return runs < oftenRuns ? bound : bound + side * peaks.subarray(0, runs).sort()[runs - 2]!;
}

/** Finds the narrowest interval that holds half of the values: where the series was while nothing was wrong. */
function findCore(values: Float32Array, into: Core): void {
  sorted.set(values);
  sorted.sort();
  const half = rowsToWarm >> 1;
  into.width = Number.POSITIVE_INFINITY;
  for (let first = 0; first + half < rowsToWarm; first += 1) {
    const width = sorted[first + half]! - sorted[first]!;
    if (width >= into.width) continue;
    into.width = width;
    into.middle = sorted[first + (half >> 1)]!;
  }
}

function keepWithin(values: Float32Array, low: number, high: number): void {
  for (let row = 0; row < rowsToWarm; row += 1) {
    const inside = clamp(values[row]!, low, high);
    kept[row] = row < startRows && inside !== values[row] ? Number.NaN : inside;
  }
}

/** Level and spread on either side; the newest rows count most, so that a series that is still moving is followed. */
function learnKept(f: Float32Array, o: number): void {
  let weight = 0;
  let sum = 0;
  for (let row = 0; row < rowsToWarm; row += 1) {
    if (Number.isNaN(kept[row])) continue;
    weight += row + 1;
    sum += (row + 1) * kept[row]!;
  }
  const level = sum / weight;
  let above = 0;
  let below = 0;
  for (let row = 0; row < rowsToWarm; row += 1) {
    if (Number.isNaN(kept[row])) continue;
    const residual = kept[row]! - level;
    if (residual > 0) above += (row + 1) * residual * residual;
    else below += (row + 1) * residual * residual;
  }
  // Half the variance lies on each side of an even spread, so what lies on one side counts twice.
  setHorizons(f, o, level, Math.sqrt((2 * above) / weight), Math.sqrt((2 * below) / weight));
}
