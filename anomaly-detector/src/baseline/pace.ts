import { towards } from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { gapEvidence } from './gap.ts';
import { at, wide } from './layout.ts';
import { rowsToWarm } from './warmth.ts';

/** Slowly forgets the longest silence, so that a series that became regular is held to it again. */
const keptOfLongest = 0.9999;

/** Keeps the seconds between rows, and returns the evidence that the silence before this row was unusual. */
export function trackPace({ f, o, w, wo, row, rows }: Frame): number {
  const last = w[wo + wide.lastTime]!;
  w[wo + wide.lastTime] = row.t;
  if (Number.isNaN(last) || row.t <= last) return 0;
  const seconds = row.t - last;
  const interval = w[wo + wide.interval]!;
  if (interval === 0) {
    w[wo + wide.interval] = seconds;
    return 0;
  }
  const evidence = rows > rowsToWarm ? gapEvidence(seconds, interval, f[o + at.longestGap]!) : 0;
  f[o + at.longestGap] = Math.max(f[o + at.longestGap]! * keptOfLongest, seconds);
  w[wo + wide.interval] = towards(interval, Math.min(seconds, 4 * interval), Math.max(0.02, 1 / rows));
  return evidence;
}

/** The evidence that the silence up to a row without a value is unusual. */
export function silenceAt({ f, o, w, wo, row, intervalS }: Frame): number {
  return gapEvidence(row.t - w[wo + wide.lastTime]!, intervalS, f[o + at.longestGap]!);
}
