import * as evidence from './evidence.ts';
import type { Frame } from './frame.ts';
import * as layout from './layout.ts';
import * as scale from './scale.ts';
import type { Traits } from './traits.ts';

// Constants of this module, see `engine.ts`.
const { bandSpreads } = evidence;
const { at, horizon, horizonCount, horizonFloats, wide } = layout;
const { fromScale, rowVariance, spreadFloor } = scale;

/** Where a value was expected, in its own unit, and how far off it was in spreads of the nearest horizon. */
export type Band = { expected: number; lower: number; upper: number; deviation: number };

/** A band to be filled by `addBand`. */
export const emptyBand = (): Band => ({ expected: 0.5, lower: 0.5, upper: 0.5, deviation: 0.5 });

const { horizons } = at;
const { level: levelAt, up: upAt, down: downAt } = horizon;
const { typicalCount } = wide;

/**
 * The band of the row in work is the hull of all horizons' bands. A deviation counts only as far as every horizon agrees
 * on it.
 */
export function addBand(frame: Frame, into: Band): void {
  const { f, o, judging, season, count } = frame;
  const { traits } = judging;
  const x = frame.x - season;
  const base = season + frame.origin;
  const isCounted = traits.noise !== 'none' && !Number.isNaN(count);
  let lower = Number.POSITIVE_INFINITY;
  let upper = Number.NEGATIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  let above = 0;
  for (let h = o + horizons; h < o + horizons + horizonCount * horizonFloats; h += horizonFloats) {
    const level = f[h + levelAt]!;
    const floor = spreadFloor(traits, level + base);
    let up = f[h + upAt]!;
    let down = f[h + downAt]!;
    if (up < floor) up = floor;
    if (down < floor) down = floor;
    if (isCounted) {
      up = widened(frame, level + base, up, true);
      down = widened(frame, level + base, down, false);
    }
    const low = level - bandSpreads * down;
    const high = level + bandSpreads * up;
    if (low < lower) lower = low;
    if (high > upper) upper = high;
    const isAbove = x > level;
    const distance = isAbove ? (x - level) / up : (level - x) / down;
    if (distance < nearest) nearest = distance;
    if (isAbove) above += 1;
  }
  into.deviation = above === 0 ? -nearest : above === horizonCount ? nearest : 0;
  const expected = fromScale(traits, f[o + horizons + levelAt]! + base);
  into.expected = expected;
  into.lower = fromScale(traits, lower + base);
  into.upper = fromScale(traits, upper + base);
  if (traits.isKnown) widenToWorthwhile(traits, into);
}

/** The spread together with what the row has of itself, because few requests lie behind it. */
function widened(
  { w, wo, judging, count, intervalS }: Frame,
  level: number,
  spread: number,
  isAbove: boolean,
): number {
  const typical = w[wo + typicalCount]!;
  const ofRow = rowVariance(judging.traits, level, spread, count, typical, intervalS, isAbove);
  return ofRow === 0 ? spread : Math.sqrt(spread * spread + ofRow);
}

/** The band never ends closer to the expected value than the least change worth an alert. */
function widenToWorthwhile(traits: Traits, band: Band): void {
  band.lower = Math.min(band.lower, leastBelow(traits, band.expected));
  band.upper = Math.max(band.upper, leastAbove(traits, band.expected));
}

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
