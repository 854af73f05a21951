/** Weight of the newest row in an exponentially weighted mean of the given span (rows): 2 / (span + 1). */
export const alphaOfSpan = (span: number): number => 2 / (span + 1);

/**
 * Weight of the newest row while a mean is still filling, then that of a fixed span.
 * The weight 2 / (n + 2) fades the first rows quadratically: a cold start leaves no mark after a few dozen rows.
 * `rows` is the number of rows learnt before this one.
 */
export const fillingRate = (rows: number, span: number): number => Math.max(2 / (rows + 2), 1 / span);

/** Moves a mean towards a value: mean + rate * (value - mean). */
export const towards = (mean: number, value: number, rate: number): number => mean + rate * (value - mean);
