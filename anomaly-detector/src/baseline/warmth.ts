import { max, mean } from 'simple-statistics';
import type { Warmth } from '../contract/index.ts';
import { firstRowsKept } from './layout.ts';

/** Rows with a value that a series needs before its first alert. */
export const rowsToWarm = firstRowsKept;

/** How warm a series is after `rows` rows that come `intervalS` seconds apart. */
export function warmthOf(rows: number, intervalS: number): Warmth {
  const missing = Math.max(0, rowsToWarm - rows);
  return {
    ready: missing === 0,
    share: Math.min(1, rows / rowsToWarm),
    remainingS: Math.round(missing * intervalS),
  };
}

/**
 * How warm many series are together: ready once nine in ten are, because a rare series may stay cold for hours.
 * The remaining time is that of the last one that counts.
 */
export function warmthOfAll(parts: readonly Warmth[]): Warmth {
  if (parts.length === 0) return { ready: false, share: 0, remainingS: 0 };
  const sorted = [...parts].sort((a, b) => b.share - a.share);
  const counted = sorted.slice(0, Math.max(1, Math.ceil(sorted.length * 0.9)));
  return {
    ready: counted.every((part) => part.ready),
    share: mean(counted.map((part) => part.share)),
    remainingS: max(counted.map((part) => part.remainingS)),
  };
}
