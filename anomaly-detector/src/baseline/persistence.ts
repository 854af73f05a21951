import * as layout from './layout.ts';

// Constants of this module, see `engine.ts`.
const { lastingDown, lastingUp } = layout.late;

/** Share of what the rows before have told that stays at the next one, of the fourth power; of the strength, half is left after six. */
const stays = 0.62;
/** What is left below this, as a fourth power, is nothing. */
const nothing = 1e-4;

/** Leaves nothing told by earlier rows. */
export function clearPersistence(f: Float32Array, o: number): void {
  f[o + lastingUp] = 0;
  f[o + lastingDown] = 0;
}

/**
 * How strong the sudden records of a row are together with those of the rows just before to the same side: a mean over a few rows,
 * of fourth powers, as which `sudden` comes. One stray row must stand out more than rows that follow each other, as what goes wrong
 * mostly lasts, and what is only rare mostly does not. Slow records need no such mean: they are means of many rows already.
 */
export function persist(f: Float32Array, o: number, sudden: number, direction: number): number {
  if (sudden === 0 && f[o + lastingUp] === 0 && f[o + lastingDown] === 0) return 0;
  const up = move(f, o + lastingUp, direction > 0 ? sudden : 0);
  const down = move(f, o + lastingDown, direction < 0 ? sudden : 0);
  return direction > 0 ? up : direction < 0 ? down : 0;
}

/** Moves a mean by one row, and returns it. */
function move(f: Float32Array, mean: number, sudden: number): number {
  const now = stays * f[mean]! + (1 - stays) * sudden;
  f[mean] = now < nothing ? 0 : now;
  return now;
}
