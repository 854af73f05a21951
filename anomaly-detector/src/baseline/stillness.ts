import * as counterGate from './counter-gate.ts';
import * as firstLoad from './first-load.ts';
import type { Frame } from './frame.ts';
import { wide } from './layout.ts';
import * as warmth from './warmth.ts';

// Constants of this module, see `engine.ts`.
const { neverMoved } = counterGate;
const { isFirstLoad } = firstLoad;
const { rowsToWarm } = warmth;

/** Rows after which a first movement is strange: what held n times in a row fails with a chance of one in n + 2 (Laplace). */
const strangeAfterRows = 1000;
/** The same where rows are long. */
const strangeAfterS = 86_400;

/**
 * Whether the row in work, before it passes the gate, is the first that rises of a series that has not stood still for long:
 * idle counters do move in the end, and what was learnt while they stood says nothing of how they move. It happens once in
 * the life of a series; one that falls has lost something, and is told. Nothing alerts before it is warm.
 */
export const isWaking = (frame: Frame): boolean =>
  frame.judging.traits.isKnown ? isFirstLoad(frame) : neverMoved(frame) && isEarlyRise(frame);

function isEarlyRise(frame: Frame): boolean {
  const { w, wo, row, rows, intervalS } = frame;
  if (rows < rowsToWarm || row.value <= w[wo + wide.raw]!) return false;
  return rows < Math.min(strangeAfterRows, strangeAfterS / intervalS);
}
