import * as layout from './layout.ts';

// Constants of this module, see `engine.ts`.
const { stood } = layout.late;

/** Rows after which what goes on is no echo: it stands. */
const standingRows = 20;

/** Leaves nothing that goes on. */
export function clearStanding(f: Float32Array, o: number): void {
  f[o + stood] = 0;
}

/**
 * Counts a row that bears out an alarm, or takes one back for a row that does not: an echo is borne out by a row now and then, a
 * deviation by nearly all. What was told is counted below zero, and is over where the count comes back to it.
 */
export function countStanding(f: Float32Array, o: number, isBorne: boolean): void {
  const count = f[o + stood]!;
  if (count === 0 && !isBorne) return;
  const rows = Math.abs(count);
  const next = isBorne ? Math.min(standingRows, rows + 1) : rows - 1;
  f[o + stood] = count < 0 ? -next : next;
}

/** Whether something has gone on for long without being told. */
export const hasStood = (f: Float32Array, o: number): boolean => f[o + stood] === standingRows;

/** What goes on was told. */
export function tellStanding(f: Float32Array, o: number): void {
  const count = f[o + stood]!;
  if (count > 0) f[o + stood] = -count;
}
