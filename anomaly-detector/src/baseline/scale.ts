import * as clampModule from '../numerics/clamp.ts';
import { rateVariance, ratioVariance } from '../numerics/count-noise.ts';
import type { Traits } from './traits.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;

/** However few the requests, a percentile of them is not trusted to less than a quarter. */
const mostWidening = 15;
/** The p95 of fewer requests is the largest of them, and of still fewer the largest is no larger. */
const requestsOfTail = 20;

/** The value on the scale on which spread is measured. */
export function toScale(traits: Traits, value: number): number {
  return traits.scale === 'log' ? Math.log(Math.max(0, value) + traits.offset) : value;
}

/** The value in its own unit again, inside the limits of its kind. */
export function fromScale(traits: Traits, scaled: number): number {
  const value = traits.scale === 'log' ? Math.exp(scaled) - traits.offset : scaled;
  return clamp(value, traits.minimum, traits.maximum);
}

/**
 * Variance, on the scale in use, that a row has of itself because it counts few requests.
 * `count` is the number of requests behind the row (NaN where unknown), `spread` the learnt spread at `typicalCount` to the
 * side in question.
 */
export function rowVariance(
  traits: Traits,
  level: number,
  spread: number,
  count: number,
  typicalCount: number,
  intervalS: number,
  isAbove: boolean,
): number {
  if (Number.isNaN(count)) return 0;
  switch (traits.noise) {
    case 'ratio':
      // Half a percent of failures is met on any network: nothing below it makes a ratio of few requests telling.
      return ratioVariance(Math.max(level, 0.005), count);
    case 'rate':
      return rateVariance(level, intervalS);
    case 'sample':
      return count > 0
        ? spread *
            spread *
            clamp(typicalCount / (isAbove ? Math.max(count, requestsOfTail) : count) - 1, 0, mostWidening)
        : 0;
    case 'none':
      return 0;
  }
}

/** Least spread that a series of this kind is granted at a level, on the scale in use. */
export function spreadFloor(traits: Traits, level: number): number {
  return traits.floorShare * Math.abs(level) + traits.floorAmount;
}

/** Whether a change from `expected` to `value` is large enough to matter to people. */
export function isWorthwhile(traits: Traits, value: number, expected: number): boolean {
  const high = Math.max(value, expected);
  const low = Math.min(value, expected);
  if (high - low < traits.leastAmount) return false;
  return low > 0 ? high >= low * traits.leastFactor : true;
}
