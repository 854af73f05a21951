import type { Frame } from './frame.ts';
import { at, late } from './layout.ts';
import * as quiet from './quiet.ts';

// Constants of this module, see `engine.ts`.
const { rowsOfQuiet } = quiet;

const { hold, holdAge } = at;
const { backRows } = late;

/** What was told is forgotten after so many rows, fewer where they are long. */
const holdRows = 100;
/** Evidence of more than this share of what was told says that the deviation is still there. */
const stillThere = 0.5;
/**
 * By so much more than was told it is another, larger deviation, where it is sudden: evidence is a logarithm, and at the middle
 * threshold this stands for four times the excess.
 */
const largerBy = 0.7;

/** What is sudden and stands for so many rows, after so many in which nothing reached the alert threshold, is another one that lasts. */
const standsRows = 6;
const goneRows = 12;

/** Begins in the room of the first rows, once a series is warm. */
export function clearHold(f: Float32Array, o: number): void {
  f[o + backRows] = 0;
}

/** Rows for which a deviation is back, or below zero those for which there has been none. */
function countBack(rows: number, isThere: boolean): number {
  if (!isThere) return rows > 0 ? -1 : Math.max(-goneRows, rows - 1);
  return rows > 0 || rows === -goneRows ? Math.max(0, rows) + 1 : 0;
}

/** What `holdBack` does of a row without evidence. */
export function ageHold({ f, o, intervalS }: Frame): void {
  if (f[o + hold] === 0) return;
  f[o + backRows] = countBack(f[o + backRows]!, false);
  const age = f[o + holdAge]! + 1;
  f[o + holdAge] = age;
  if (isOver(age, intervalS)) f[o + hold] = 0;
}

const isOver = (age: number, intervalS: number): boolean => age > rowsOfQuiet(holdRows, intervalS);

/**
 * Lets evidence through once for each deviation: until it has been gone for a while, again only where it is far larger than what was
 * told, stands for rows after it had gone, or first reaches the alert threshold, which is 1. Only what is `fresh` passes, at once
 * where it `isAnother` deviation; all evidence says that the deviation is still there. Returns the evidence that passes, else 0.
 */
export function holdBack(
  { f, o, intervalS, suddenPower }: Frame,
  evidence: number,
  fresh = evidence,
  isAnother = false,
): number {
  const told = f[o + hold]!;
  if (told === 0 && evidence === 0) return 0;
  const age = f[o + holdAge]! + 1;
  const isForgotten = isOver(age, intervalS);
  const lasts = told >= 1 && evidence > told * stillThere;
  const isSudden = suddenPower >= 1;
  const back = countBack(f[o + backRows]!, fresh >= 1 && isSudden);
  const isNew =
    fresh > 0 &&
    (isForgotten ||
      isAnother ||
      back >= standsRows ||
      fresh >= 2 * told ||
      (isSudden && fresh >= told + largerBy) ||
      (told < 1 && fresh >= 1));
  f[o + holdAge] = isNew || lasts ? 0 : age;
  f[o + backRows] = isNew ? 0 : back;
  if (isNew) f[o + hold] = fresh;
  else if (isForgotten) f[o + hold] = 0;
  return isNew ? fresh : 0;
}
