import { towards } from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { gapEvidence } from './gap.ts';
import { at, wide } from './layout.ts';
import { rowsToWarm } from './warmth.ts';

/** Slowly forgets the longest silence, so that a series that became regular is held to it again. */
const keptOfLongest = 0.9999;

const { longestGap } = at;
const { interval, lastTime } = wide;

/** Keeps the seconds between rows, and the evidence that the silence before this row was unusual. */
export function trackPace(frame: Frame): void {
  const { f, o, w, wo, rows } = frame;
  const { t } = frame.row;
  const last = w[wo + lastTime]!;
  const before = w[wo + interval]!;
  w[wo + lastTime] = t;
  frame.gap = 0;
  if (Number.isNaN(last) || t <= last) return;
  const seconds = t - last;
  if (before === 0) {
    w[wo + interval] = seconds;
    frame.intervalS = seconds;
    return;
  }
  const longest = f[o + longestGap]!;
  // No silence that is not longer than one row is unusual.
  if (seconds > before && rows > rowsToWarm) frame.gap = gapEvidence(seconds, before, longest);
  f[o + longestGap] = Math.max(longest * keptOfLongest, seconds);
  // Regular rows, as most are, leave it as it is.
  if (seconds === before) return;
  const now = towards(before, Math.min(seconds, 4 * before), rows > 50 ? 0.02 : 1 / rows);
  w[wo + interval] = now;
  frame.intervalS = now;
}

/** The evidence that the silence up to a row without a value is unusual. */
export function silenceAt({ f, o, w, wo, row, intervalS }: Frame): number {
  return gapEvidence(row.t - w[wo + lastTime]!, intervalS, f[o + longestGap]!);
}
