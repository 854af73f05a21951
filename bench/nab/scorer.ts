import type { LabelledSeries } from './corpus.ts';

/** What a false alarm and a missed window cost, where a window found at its left edge earns 1. */
export interface Profile {
  readonly falseAlarm: number;
  readonly missed: number;
}

/** The three profiles of the benchmark. */
export const profiles = {
  standard: { falseAlarm: 0.11, missed: 1 },
  low_fp: { falseAlarm: 0.22, missed: 1 },
  low_fn: { falseAlarm: 0.11, missed: 2 },
} as const satisfies Record<string, Profile>;

/** A series and the score of each of its rows. */
export interface Scored {
  readonly series: LabelledSeries;
  readonly scores: Float64Array;
}

/** A score, 0 for a detector that never fires and 100 for a perfect one, and the threshold that gives it. */
export interface Graded {
  readonly score: number;
  readonly threshold: number;
}

interface Event {
  readonly score: number;
  /** Number of the window, over all series; -1 outside of any. */
  readonly window: number;
  /** Up to 1 inside of a window, -1 to 0 outside. */
  readonly worth: number;
}

/** Rows at the start of a series that do not count: 15 %, at most 750. */
const probationOf = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750);

/** Falls from 1 at -1 over 0 at 0 to -1 far to the right. */
const sigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);

/** The best score over all thresholds; with `threshold` that at this one. */
export const grade = (scored: readonly Scored[], profile: Profile, threshold?: number): Graded => {
  const { events, windows } = collect(scored);
  const sorted = events.toSorted((a, b) => b.score - a.score);
  const found = new Map<number, number>();
  let total = -profile.missed * windows;
  let best = { total, threshold: Number.POSITIVE_INFINITY };
  for (const [index, { score, window, worth }] of sorted.entries()) {
    if (threshold !== undefined && score < threshold) break;
    if (window < 0) total += profile.falseAlarm * worth;
    else {
      const before = found.get(window) ?? -profile.missed;
      found.set(window, Math.max(before, worth));
      total += Math.max(0, worth - before);
    }
    // Rows of the same score stand or fall together.
    if (sorted[index + 1]?.score !== score && total > best.total) best = { total, threshold: score };
  }
  const reached = threshold === undefined ? best : { total, threshold };
  const perfect = windows * (1 + profile.missed);
  return {
    score: (100 * (reached.total + profile.missed * windows)) / perfect,
    threshold: reached.threshold,
  };
};

/** The score with the threshold that is best on every second series, counted on the others; both ways. */
export const gradeTwoFold = (scored: readonly Scored[], profile: Profile): number => {
  const halves = [0, 1].map((half) => scored.filter((_, index) => index % 2 === half));
  let sum = 0;
  let windows = 0;
  for (const [half, rest] of [halves, halves.toReversed()] as [Scored[], Scored[]][]) {
    const { threshold } = grade(half, profile);
    const own = rest.reduce((count, { series }) => count + series.windows.length, 0);
    sum += own * grade(rest, profile, threshold).score;
    windows += own;
  }
  return sum / windows;
};

const collect = (scored: readonly Scored[]): { events: Event[]; windows: number } => {
  const events: Event[] = [];
  let windows = 0;
  for (const { series, scores } of scored) {
    for (let row = probationOf(scores.length); row < scores.length; row += 1) {
      const score = scores[row]!;
      if (score > 0) events.push({ score, ...placeOf(row, series.windows, windows) });
    }
    windows += series.windows.length;
  }
  return { events, windows };
};

const placeOf = (
  row: number,
  windows: LabelledSeries['windows'],
  firstWindow: number,
): Omit<Event, 'score'> => {
  const inside = windows.findIndex(([first, last]) => row >= first && row <= last);
  if (inside >= 0) {
    const [first, last] = windows[inside]!;
    const position = -(last - row + 1) / (last - first + 1);
    return { window: firstWindow + inside, worth: sigmoid(position) / sigmoid(-1) };
  }
  const past = windows.findLast(([, last]) => last < row);
  if (past === undefined) return { window: -1, worth: -1 };
  return { window: -1, worth: sigmoid((row - past[1]) / (past[1] - past[0])) };
};
