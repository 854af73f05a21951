import * as togetherModule from '../numerics/together.ts';
import * as layout from './layout.ts';

// Constants of this module, see `engine.ts`.
const { fourthPower, fourthRoot } = togetherModule;
const { lastingSudden } = layout.late;

/** Share of what the rows before have told that stays at the next one: after five rows a tenth is left. */
const stays = 0.62;
/** What is left below this, as a fourth power, is nothing. */
const nothing = 1e-4;

/** Leaves nothing told by earlier rows. */
export function clearPersistence(f: Float32Array, o: number): void {
  f[o + lastingSudden] = 0;
}

/**
 * How strong the sudden records of a row are together with those of the rows just before: a mean over a few rows, of the fourth
 * powers. One stray row must stand out more than rows that follow each other, as what goes wrong mostly lasts, and what is only
 * rare mostly does not. Slow records need no such mean: they are means of many rows already.
 */
export function persist(f: Float32Array, o: number, sudden: number): number {
  const before = f[o + lastingSudden]!;
  return before === 0 && sudden === 0 ? 0 : moved(f, o, before, sudden);
}

function moved(f: Float32Array, o: number, before: number, sudden: number): number {
  const now = stays * before + (1 - stays) * fourthPower(sudden);
  f[o + lastingSudden] = now < nothing ? 0 : now;
  return fourthRoot(now);
}
