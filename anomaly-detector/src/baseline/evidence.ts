import * as clampModule from '../numerics/clamp.ts';
import * as cusum from '../numerics/cusum.ts';
import type { Frame } from './frame.ts';
import { at } from './layout.ts';
import * as verdict from './verdict.ts';
import * as warmth from './warmth.ts';
import * as weakEvidence from './weak-evidence.ts';

// Constants of this module, see `engine.ts`.
const { clamp } = clampModule;
const { cusumStep } = cusum;
const { isBad, isTelling } = verdict;
const { rowsToWarm } = warmth;
const { addWeakEvidence, clearWeakEvidence, isWeakAlive } = weakEvidence;

/** Spreads beyond which a row speaks against its band: the band's own half width. */
export const bandSpreads = 4;
/** Spreads beyond which a row still keeps an alert alive. */
const keepSpreads = 3;
/** No row counts for more spreads than this: one row is never proof where rows are short. */
const capSpreads = 12;
/** Seconds of a gross deviation that make an alert, at most this many rows. */
const proofS = 6;
const mostProofRows = 6;

const { sumDown, sumUp } = at;

/** Rows of gross deviation needed, by the seconds between rows: 3 at 2 s, 1 at 6 s and above. */
const proofRows = (intervalS: number): number =>
  intervalS >= proofS ? 1 : clamp(Math.round(proofS / intervalS), 1, mostProofRows);

/**
 * Adds the deviation of the row in work to the evidence that the series lies above (and below) its band; 1 is enough for an
 * alert. Strong deviations add up in `proofRows` rows, weak ones take longer, and every ordinary row pays back.
 */
export function addEvidence(frame: Frame): void {
  const { deviation } = frame;
  const isNothing = deviation <= bandSpreads && deviation >= -bandSpreads;
  clearGathered(frame);
  if (!isNothing || isGathering(frame)) gather(frame);
  if (addsUp(frame)) addWeakEvidence(frame);
}

/** Leaves nothing said of the row in work. */
export function clearGathered(frame: Frame): void {
  frame.gathered = 0;
  frame.suspected = 0;
}

/** Whether earlier rows speak against the band. */
export const isGathering = ({ f, o }: Frame): boolean => f[o + sumUp]! > 0 || f[o + sumDown]! > 0;

/** Takes back what the row in work has begun to gather. */
export function dropGathered(frame: Frame): void {
  clearEvidence(frame.f, frame.o, false);
  clearGathered(frame);
}

function gather(frame: Frame): void {
  const { f, o, deviation, intervalS } = frame;
  const { worse } = frame.judging.traits;
  const enough = proofRows(intervalS) * (capSpreads - bandSpreads);
  const up = worse === 'down' ? 0 : step(f[o + sumUp]!, deviation, enough);
  const down = worse === 'up' ? 0 : step(f[o + sumDown]!, -deviation, enough);
  f[o + sumUp] = up;
  f[o + sumDown] = down;
  frame.gathered = Math.max(up, down) / enough;
}

/** Whether weak deviations count: it is known how much of a change matters, and no longer rows are looked at, which would show it. */
export const addsUp = ({ intervalS, rows, judging }: Frame): boolean =>
  judging.traits.isKnown && !isTelling(intervalS) && rows >= rowsToWarm;

/** Whether the row in work deviates so far that an alert lives on; one of gross rows lives by gross rows alone. */
export const keepsAlive = (frame: Frame): boolean =>
  (Math.abs(frame.deviation) >= keepSpreads && isBad(frame.deviation, frame.judging.traits.worse)) ||
  (addsUp(frame) && !isGross(frame) && isWeakAlive(frame));

const isGross = ({ f, o, intervalS }: Frame): boolean =>
  Math.max(f[o + sumUp]!, f[o + sumDown]!) >= proofRows(intervalS) * (capSpreads - bandSpreads);

/** Drops what was gathered against a series. */
export function clearEvidence(f: Float32Array, o: number, isWarm: boolean): void {
  f[o + sumUp] = 0;
  f[o + sumDown] = 0;
  if (isWarm) clearWeakEvidence(f, o);
}

const step = (sum: number, deviation: number, enough: number): number =>
  cusumStep(sum, deviation, bandSpreads, capSpreads, 2 * enough);
