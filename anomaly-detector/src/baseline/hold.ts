import type { Frame } from './frame.ts';
import { at } from './layout.ts';
import * as quiet from './quiet.ts';

// Constants of this module, see `engine.ts`.
const { rowsOfQuiet } = quiet;

const { hold, holdAge } = at;

/** What was told is forgotten after so many rows, fewer where they are long. */
const holdRows = 100;
/** Evidence of more than this share of what was told says that the deviation is still there. */
const stillThere = 0.5;
/**
 * By so much more than was told it is another, larger deviation, where it is sudden: evidence is a logarithm, and at the middle
 * threshold this stands for four times the excess.
 */
const largerBy = 0.7;

/** Whether what was told lay to this side. */
export const wasTold = ({ f, o }: Frame, direction: number): boolean => f[o + hold]! * direction > 0;

/** What `holdBack` does of a row without evidence. */
export function ageHold({ f, o, intervalS }: Frame): void {
  if (f[o + hold] === 0) return;
  const age = f[o + holdAge]! + 1;
  f[o + holdAge] = age;
  if (isOver(age, intervalS)) f[o + hold] = 0;
}

const isOver = (age: number, intervalS: number): boolean => age > rowsOfQuiet(holdRows, intervalS);

/**
 * Lets evidence through once for each deviation: until it has been gone for a while, again only where it is far larger than what was
 * told, or when it first reaches the alert threshold, which is 1. Only what is `fresh` passes, at once where it `isAnother` deviation;
 * all evidence says that the deviation is still there. The side of what passes, a `direction`, is remembered. Returns the evidence that
 * passes, else 0.
 */
export function holdBack(
  { f, o, intervalS, suddenPower }: Frame,
  evidence: number,
  fresh = evidence,
  isAnother = false,
  direction = 1,
): number {
  const told = Math.abs(f[o + hold]!);
  if (told === 0 && evidence === 0) return 0;
  const age = f[o + holdAge]! + 1;
  const isForgotten = isOver(age, intervalS);
  const lasts = told >= 1 && evidence > told * stillThere;
  const isSudden = suddenPower >= 1;
  const isNew =
    fresh > 0 &&
    (isForgotten ||
      isAnother ||
      fresh >= 2 * told ||
      (isSudden && fresh >= told + largerBy) ||
      (told < 1 && fresh >= 1));
  f[o + holdAge] = isNew || lasts ? 0 : age;
  if (isNew) f[o + hold] = direction < 0 ? -fresh : fresh;
  else if (isForgotten) f[o + hold] = 0;
  return isNew ? fresh : 0;
}
