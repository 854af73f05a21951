import { bandSpreads } from './evidence.ts';
import { horizonAt, sideSpread } from './horizon.ts';
import { at, horizon, horizonCount } from './layout.ts';
import { fromScale, rowVariance, spreadFloor } from './scale.ts';
import type { Traits } from './traits.ts';

/** Where a value was expected, in its own unit, and how far off it was in spreads of the nearest horizon. */
export type Band = { expected: number; lower: number; upper: number; deviation: number };

/** A band to be filled by `addBand`. */
export const emptyBand = (): Band => ({ expected: 0, lower: 0, upper: 0, deviation: 0 });

/**
 * The band is the hull of all horizons' bands; `x` is the value on its scale less `base` (origin and season).
 * A deviation counts only as far as every horizon agrees on it.
 */
export function addBand(
  f: Float32Array,
  o: number,
  traits: Traits,
  x: number,
  base: number,
  count: number,
  intervalS: number,
  into: Band,
): void {
  const typicalCount = f[o + at.typicalCount]!;
  let lower = Number.POSITIVE_INFINITY;
  let upper = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  let below = Number.POSITIVE_INFINITY;
  for (let i = 0; i < horizonCount; i += 1) {
    const h = horizonAt(o, i);
    const level = f[h + horizon.level]!;
    const floor = spreadFloor(traits, level + base);
    const up = widened(traits, level + base, sideSpread(f, h, 1, floor), count, typicalCount, intervalS);
    const down = widened(traits, level + base, sideSpread(f, h, -1, floor), count, typicalCount, intervalS);
    lower = Math.min(lower, level - bandSpreads * down);
    upper = Math.max(upper, level + bandSpreads * up);
    above = Math.min(above, (x - level) / up);
    below = Math.min(below, (level - x) / down);
  }
  into.deviation = above > 0 ? above : below > 0 ? -below : 0;
  into.expected = fromScale(traits, f[horizonAt(o, 0) + horizon.level]! + base);
  into.lower = Math.min(fromScale(traits, lower + base), leastBelow(traits, into.expected));
  into.upper = Math.max(fromScale(traits, upper + base), leastAbove(traits, into.expected));
}

const widened = (
  traits: Traits,
  level: number,
  spread: number,
  count: number,
  typical: number,
  interval: number,
) => {
  const ofRow = rowVariance(traits, level, spread, count, typical, interval);
  return ofRow === 0 ? spread : Math.sqrt(spread * spread + ofRow);
};

/** The band never ends closer to the expected value than the least change worth an alert. */
const leastAbove = (traits: Traits, expected: number): number =>
  Math.min(
    traits.maximum,
    Math.max(expected + traits.leastAmount, expected * (expected > 0 ? traits.leastFactor : 1)),
  );

const leastBelow = (traits: Traits, expected: number): number =>
  Math.max(
    traits.minimum,
    Math.min(expected - traits.leastAmount, expected > 0 ? expected / traits.leastFactor : expected),
  );
