import * as decay from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { gapEvidence } from './gap.ts';
import { at, wide } from './layout.ts';
import * as warmth from './warmth.ts';

// Constants of this module, see `engine.ts`.
const { towards } = decay;
const { rowsToWarm } = warmth;

/** Slowly forgets the longest silence, so that a series that became regular is held to it again. */
const keptOfLongest = 0.9999;

const { longestGap } = at;
const { interval, lastTime } = wide;

/** Keeps the seconds between rows, and the evidence that the silence before this row was unusual. */
export function trackPace(frame: Frame): void {
  const { f, o, w, wo } = frame;
  const { t } = frame.row;
  const seconds = t - w[wo + lastTime]!;
  w[wo + lastTime] = t;
  frame.gap = 0;
  if (!(seconds > 0)) return;
  if (seconds !== w[wo + interval]) trackChange(frame, seconds);
  else f[o + longestGap] = Math.max(f[o + longestGap]! * keptOfLongest, seconds);
}

function trackChange(frame: Frame, seconds: number): void {
  const { f, o, w, wo, rows } = frame;
  const before = w[wo + interval]!;
  if (before === 0) {
    w[wo + interval] = seconds;
    frame.intervalS = seconds;
    return;
  }
  const longest = f[o + longestGap]!;
  if (rows > rowsToWarm) frame.gap = gapEvidence(seconds, before, longest);
  f[o + longestGap] = Math.max(longest * keptOfLongest, seconds);
  const now = towards(before, Math.min(seconds, 4 * before), rows > 50 ? 0.02 : 1 / rows);
  w[wo + interval] = now;
  frame.intervalS = now;
}

/** The evidence that the silence up to a row without a value is unusual. */
export function silenceAt({ f, o, w, wo, row, intervalS }: Frame): number {
  return gapEvidence(row.t - w[wo + lastTime]!, intervalS, f[o + longestGap]!);
}
