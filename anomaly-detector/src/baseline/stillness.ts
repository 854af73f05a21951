import type { Frame } from './frame.ts';
import { at, range } from './layout.ts';
import { component } from './records.ts';
import { rowsToWarm } from './warmth.ts';

/** Rows after which a first movement is strange: what held n times in a row fails with a chance of one in n + 2 (Laplace). */
const strangeAfterRows = 1000;
/** The same where rows are long. */
const strangeAfterS = 86_400;

const values = at.ranges + component.value * range.floats;
const low = values + range.low;
const high = values + range.high;

/**
 * Whether the row in work is the first that moves of a series that has not stood still for long: idle counters and queues do
 * move in the end, and what was learnt while they stood says nothing of how they move. Nothing alerts before it is warm.
 */
export function isWaking({ f, o, rows, intervalS, origin, judging, quantity }: Frame): boolean {
  if (judging.traits.isKnown || rows < rowsToWarm || f[o + low] !== f[o + high] || quantity === origin)
    return false;
  return rows < Math.min(strangeAfterRows, strangeAfterS / intervalS);
}
