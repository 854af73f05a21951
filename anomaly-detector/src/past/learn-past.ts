import type { Past, PastSeries, Taught } from '../contract/index.ts';
import type { PulledSeries } from '../pull/parts.ts';
import type { Reading } from '../services/learner.ts';

/** How many series may be known, and which are. */
export type SeriesRoom = { most: number; count(): number; has(key: string): boolean };

/** What learning from the past needs of the detector; times in epoch ms. */
export type PastParts = {
  /** The readings that written series come to, as for those that are written now. */
  readingsOf(series: readonly PulledSeries[], at: number): Reading[];
  /** Learns readings, believed healthy; returns how many were new. */
  learn(readings: readonly Reading[]): number;
  /** Without it any number of series may be known. */
  room?: SeriesRoom;
  /** How many rows `readingsOf` has passed over so far. */
  refused?(): number;
  /** The latest time that can have passed, in epoch ms. */
  latest?(): number;
};

/** More series are told of than may be known; nothing of it is learnt. */
export class PastLimitError extends Error {
  readonly code = 'series_limit';
}

/** A row is of a time that is still to come: what is told live until then would be passed over. */
export class PastFutureError extends Error {
  readonly code = 'future';
}

/**
 * Learns the past of series, believed healthy: bands come of it and no alerts. Throws {@link PastLimitError} and
 * {@link PastFutureError}.
 */
export function learnPast(
  { past }: Past,
  { readingsOf, learn, room, refused = () => 0, latest }: PastParts,
): Taught {
  if (latest !== undefined) checkTimes(past, latest());
  if (room !== undefined) checkRoom(past, room);
  let rows = 0;
  let met = 0;
  const refusedBefore = refused();
  const take = (readings: readonly Reading[]) => {
    rows += learn(readings);
    met += readings.length;
  };
  for (const each of past) if ('series' in each) take(plainReadings(each));
  // What belongs together is known by its time, as one scrape: written series are taken moment by moment.
  for (const [at, series] of byMoment(past)) take(readingsOf(series, at));
  return { rows, passedOver: met - rows + refused() - refusedBefore };
}

/** Written series are held to their limit where they are turned into readings. */
function checkRoom(past: readonly PastSeries[], room: SeriesRoom): void {
  const keys = past.flatMap((each) => ('series' in each ? each.series.key : []));
  const added = new Set(keys.filter((key) => !room.has(key)));
  if (added.size === 0 || room.count() + added.size <= room.most) return;
  const [first] = added;
  throw new PastLimitError(
    `expected at most ${room.most} series, got ${added.size} new ones, the first ${first}, beside ${room.count()}: raise BREAKWATER_SERIES_PER_TENANT, or teach fewer`,
  );
}

/** The times of a series ascend. */
function checkTimes(past: readonly PastSeries[], latest: number): void {
  const index = past.findIndex(({ time }) => (time.at(-1) ?? 0) > latest);
  if (index < 0) return;
  const got = past[index]!.time.at(-1)!;
  throw new PastFutureError(
    `past.${index}.time: expected times up to now in epoch ms, got ${got}: check the unit, and the clock of the sender`,
  );
}

function plainReadings(past: Extract<PastSeries, { series: unknown }>): Reading[] {
  const { series, time, value } = past;
  return time.map((at, index) => ({ series, at, value: value[index] ?? Number.NaN, count: Number.NaN }));
}

function byMoment(past: readonly PastSeries[]): [number, PulledSeries[]][] {
  const moments = new Map<number, PulledSeries[]>();
  for (const each of past) {
    if (!('labels' in each)) continue;
    const { labels, time, value } = each;
    time.forEach((at, index) => {
      const series = { name: labels.__name__!, labels, samples: [{ at, value: value[index] ?? Number.NaN }] };
      const known = moments.get(at);
      if (known === undefined) moments.set(at, [series]);
      else known.push(series);
    });
  }
  return [...moments].sort(([a], [b]) => a - b);
}
