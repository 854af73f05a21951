import * as layout from './layout.ts';

// Constants of this module, see `engine.ts`.
const { lastingDown, lastingUp, onset } = layout.late;

/** Share of what the rows before have told that stays at the next one, of the fourth power; of the strength, half is left after six. */
const stays = 0.62;
/** What is left below this, as a fourth power, is nothing. */
const nothing = 1e-4;
/** Rows for which what is sudden has just begun: the first may hold only part of it. */
const onsetRows = 2;

/** Leaves nothing told by earlier rows. */
export function clearPersistence(f: Float32Array, o: number): void {
  f[o + lastingUp] = 0;
  f[o + lastingDown] = 0;
  f[o + onset] = 0;
}

/**
 * How strong the sudden records of a row are together with those of the rows just before to the same side: a mean over a few rows,
 * of fourth powers, as which `sudden` comes. One stray row must stand out more than rows that follow each other, as what goes wrong
 * mostly lasts, and what is only rare mostly does not. Slow records need no such mean: they are means of many rows already.
 */
export function persist(f: Float32Array, o: number, sudden: number, direction: number): number {
  if (sudden === 0 && f[o + lastingUp] === 0 && f[o + lastingDown] === 0) return 0;
  followOnset(f, o, sudden, direction);
  const up = move(f, o + lastingUp, direction > 0 ? sudden : 0);
  const down = move(f, o + lastingDown, direction < 0 ? sudden : 0);
  return direction > 0 ? up : direction < 0 ? down : 0;
}

/** Whether something sudden begins at the row in work, or has just begun, after rows that told nothing sudden to its side. */
export const isOnset = (f: Float32Array, o: number, direction: number): boolean =>
  f[o + onset]! * direction > 0;

function followOnset(f: Float32Array, o: number, sudden: number, direction: number): void {
  const left = f[o + onset]!;
  if (sudden > 0 && f[o + (direction > 0 ? lastingUp : lastingDown)] === 0)
    f[o + onset] = direction > 0 ? onsetRows : -onsetRows;
  else if (left !== 0) f[o + onset] = left > 0 ? left - 1 : left + 1;
}

/** What has begun was told. */
export function endOnset(f: Float32Array, o: number): void {
  f[o + onset] = 0;
}

/** Moves a mean by one row, and returns it. */
function move(f: Float32Array, mean: number, sudden: number): number {
  const now = stays * f[mean]! + (1 - stays) * sudden;
  f[mean] = now < nothing ? 0 : now;
  return now;
}
