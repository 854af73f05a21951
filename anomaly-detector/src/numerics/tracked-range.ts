/**
 * How far a value lies outside a range, in widths of the range, on a log scale: ln(1 + excess / width / .05); 0 inside.
 * A record by 5 % of the range is ordinary, and the logarithm tames huge ones.
 */
export function recordEvidence(value: number, low: number, high: number, floor: number): number {
  const excess = value > high ? value - high : value < low ? low - value : 0;
  return excess === 0 ? 0 : Math.log(1 + excess / (high - low + floor) / 0.05);
}

/**
 * Upper end of a slowly forgetting range after one more value: it shrinks by `forget` widths, then takes a share `gain`
 * of what lies beyond. A gain below 1 lets the excess of a slow component build up over rows.
 * The lower end is the same with signs turned.
 */
export function trackHigh(value: number, high: number, width: number, forget: number, gain: number): number {
  const shrunk = high - forget * width;
  return value > high ? shrunk + gain * (value - shrunk) : Math.max(shrunk, value);
}

const afterRecord = Math.exp(-0.5);
const afterOther = Math.exp(0.001);

/** What a range forgets, after a row that set a record: less by a factor, so that with `growForgetting` it aims at a record per 500 rows. */
export const shrinkForgetting = (rate: number, least: number): number => Math.max(least, rate * afterRecord);

/** What a range forgets, after a row that set none: a little more. */
export const growForgetting = (rate: number, most: number): number =>
  rate * afterOther < most ? rate * afterOther : most;
