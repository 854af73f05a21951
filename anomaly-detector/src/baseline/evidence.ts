import { clamp } from '../numerics/clamp.ts';
import { cusumStep } from '../numerics/cusum.ts';
import { at } from './layout.ts';

/** Spreads beyond which a row speaks against its band: the band's own half width. */
export const bandSpreads = 4;
/** Spreads beyond which a row still keeps an alert alive. */
export const keepSpreads = 3;
/** No row counts for more spreads than this: one row is never proof where rows are short. */
const capSpreads = 12;
/** Seconds of a gross deviation that make an alert, at most this many rows. */
const proofS = 6;
const mostProofRows = 6;

/** Rows of gross deviation needed, by the seconds between rows: 3 at 2 s, 1 at 10 s and above. */
export const proofRows = (intervalS: number): number =>
  clamp(Math.round(proofS / intervalS), 1, mostProofRows);

/**
 * Adds one row to the evidence that the series lies above (and below) its band; 1 is enough for an alert.
 * Strong deviations add up in `proofRows` rows, weak ones take longer, and every ordinary row pays back.
 */
export function addEvidence(
  f: Float32Array,
  o: number,
  deviation: number,
  worse: 'up' | 'down' | 'both',
  intervalS: number,
): number {
  const enough = proofRows(intervalS) * (capSpreads - bandSpreads);
  const up = worse === 'down' ? 0 : step(f[o + at.sumUp]!, deviation, enough);
  const down = worse === 'up' ? 0 : step(f[o + at.sumDown]!, -deviation, enough);
  f[o + at.sumUp] = up;
  f[o + at.sumDown] = down;
  return Math.max(up, down) / enough;
}

const step = (sum: number, deviation: number, enough: number): number =>
  cusumStep(sum, deviation, bandSpreads, capSpreads, 2 * enough);
