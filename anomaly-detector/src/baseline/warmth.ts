import { max, mean } from 'simple-statistics';
import type { Seasons, Warmth } from '../contract/index.ts';
import { firstRowsKept } from './layout.ts';
import { dayS } from './moment.ts';
import { dayProfile, type Profile, weekProfile } from './season.ts';

/** Rows with a value that a series needs before its first alert. */
export const rowsToWarm = firstRowsKept;

/** Seconds between rows while two have not told: those of a scrape where nothing is set, so that it takes as long at the least. */
const usualIntervalS = 2;

/** How warm a series is after `rows` rows that come `intervalS` seconds apart, 0 where that is not known yet. */
export function warmthOf(rows: number, intervalS: number): Warmth {
  const missing = Math.max(0, rowsToWarm - rows);
  return {
    ready: missing === 0,
    share: Math.min(1, rows / rowsToWarm),
    remainingS: missing === 0 ? 0 : Math.max(1, Math.round(missing * (intervalS || usualIntervalS))),
  };
}

/** How warm what has not begun is. */
export const cold: Warmth = Object.freeze(warmthOf(0, 0));

/** What seasons a series has learnt whose first row came on calendar day `firstDay` and whose last came at `t` (epoch s). */
export function seasonsOf(firstDay: number, t: number, inUse: boolean): Seasons {
  const warmth = ({ firstUseDay }: Profile) => {
    const missing = Math.max(0, firstDay + firstUseDay - t / dayS);
    return { share: 1 - Math.min(1, missing / firstUseDay), remainingS: Math.round(missing * dayS) };
  };
  return { day: warmth(dayProfile), week: warmth(weekProfile), inUse };
}

/**
 * How warm many series are together: ready once nine in ten are, because a rare series may stay cold for hours.
 * The remaining time is that of the last one that counts.
 */
export function warmthOfAll(parts: readonly Warmth[]): Warmth {
  if (parts.length === 0) return cold;
  const sorted = [...parts].sort((a, b) => b.share - a.share);
  const counted = sorted.slice(0, Math.max(1, Math.ceil(sorted.length * 0.9)));
  return {
    ready: counted.every((part) => part.ready),
    share: mean(counted.map((part) => part.share)),
    remainingS: max(counted.map((part) => part.remainingS)),
  };
}
