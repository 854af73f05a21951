/** Silence of this many intervals is unusual where no longer one was met. */
const unusualIntervals = 10;

/** Evidence that a silence of `seconds` is unusual for a series: 1 at the threshold, at most 2. */
export function gapEvidence(seconds: number, intervalS: number, longestS: number): number {
  const usual = Math.max(unusualIntervals * intervalS, 2 * longestS);
  return seconds > usual ? Math.min(2, seconds / usual) : 0;
}
