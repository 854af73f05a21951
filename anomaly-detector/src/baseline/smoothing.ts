import { alphaOfSpan } from '../numerics/decay.ts';

/** What is smoothed is smoothed over an hour, and over this many rows where they are long. */
const spanS = 3600;
const leastRows = 12;

/** How the series in work is smoothed: weight of a row, share of the spread that stays, and rows until it has settled. */
export const smoothing = { intervalS: Number.NaN, rate: 0.5, left: 0.5, settledAfter: 0 };

/** Sets the smoothing for so many seconds between rows; 0 is unknown yet. Series of one interval share it. */
export function setSmoothing(intervalS: number): void {
  if (smoothing.intervalS === intervalS) return;
  const rows = intervalS > 0 ? Math.max(leastRows, spanS / intervalS) : leastRows;
  smoothing.intervalS = intervalS;
  smoothing.rate = alphaOfSpan(rows);
  smoothing.left = 1 / Math.sqrt(rows);
  smoothing.settledAfter = 2 * rows;
}
