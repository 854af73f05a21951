import type { Drawn } from './family.ts';
import { dayS, learnDays, type Sheet } from './sheet.ts';

/** What was counted, over one series or many. */
export interface Count {
  events: number;
  found: number;
  /** Rows from the start of each found event to its alert. */
  delays: number[];
  masked: number;
  maskedFound: number;
  falseAlerts: number;
  /** Days over which false alerts were counted. */
  days: number;
}

export const noCount = (): Count => ({
  events: 0,
  found: 0,
  delays: [],
  masked: 0,
  maskedFound: 0,
  falseAlerts: 0,
  days: 0,
});

/**
 * Counts the rows whose score reaches `threshold`, after the days of learning. Inside of an event the first is its detection;
 * for as long again after it, alerts are about its end. Every other one is false.
 */
export const judge = (
  sheet: Sheet,
  drawn: Drawn,
  scores: Float64Array,
  threshold: number,
  into: Count,
): void => {
  const first = sheet.rowsIn(learnDays * dayS);
  const { spans, masked } = drawn;
  const found = new Map<number, number>();
  for (let row = first; row < scores.length; row += 1) {
    if (scores[row]! < threshold) continue;
    const inside = spans.findIndex(([from, to]) => row >= from && row < to);
    if (inside >= 0) found.set(inside, found.get(inside) ?? row);
    else if (!spans.some(([from, to]) => row >= to && row < to + Math.max(12, to - from)))
      into.falseAlerts += 1;
  }
  into.events += spans.length;
  into.found += found.size;
  for (const [index, row] of found) into.delays.push(row - spans[index]![0]);
  if (masked !== undefined) {
    into.masked += 1;
    if (found.has(masked)) into.maskedFound += 1;
  }
  into.days += sheet.days - learnDays;
};
