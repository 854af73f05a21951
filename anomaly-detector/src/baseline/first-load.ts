import { towards } from '../numerics/decay.ts';
import type { Frame } from './frame.ts';
import { at } from './layout.ts';
import { rowsToWarm } from './warmth.ts';

/**
 * What is kept: mean requests a row, the most that a row had for long, and rows on end with far more. It lies where the counter
 * gate lies of a series whose meaning is not known, and like that stays where one begins anew.
 */
const load = { mean: 0, most: 1, rows: 2 } as const;
const { gate: loadAt } = at;

/** Rows of fewer requests say next to nothing of how a service does: one more or less is half of them. */
const fewRequests = 3;
/** So many times as many requests as usual are met by chance in one row of hundreds, but never in so many on end. */
const growth = 4;
const lastingRows = 5;
/** Rows that the mean is taken over, and rows before it says what is usual. */
const meanRows = 36;
const leastRows = rowsToWarm / 3;
/** A series of this age may have learnt its day, and is no longer starting. */
const startingS = 86_400;

/**
 * Whether the row in work is one of the first under load of a service that has stood idle, or had a trickle of requests, since
 * it was first seen: what it did before says nothing of how it does in use. What can only get worse downwards may have stood at
 * nothing for however long. A series that alerts is not started anew, nor one whose requests are not known.
 */
export function isFirstLoad(frame: Frame): boolean {
  const { f, o, rows, judging } = frame;
  const requests = requestsOf(frame);
  if (Number.isNaN(requests)) return false;
  const s = o + loadAt;
  if (rows < leastRows) {
    f[s + load.mean] = towards(f[s + load.mean]!, requests, 1 / (rows + 1));
    return false;
  }
  const most = Math.max(f[s + load.most]!, f[s + load.mean]!);
  f[s + load.most] = most;
  if (requests === 0 || requests < growth * most) {
    f[s + load.mean] = towards(f[s + load.mean]!, requests, 1 / meanRows);
    f[s + load.rows] = 0;
    return false;
  }
  const onEnd = f[s + load.rows]! + 1;
  f[s + load.rows] = onEnd;
  if ((most > 0 && onEnd < lastingRows) || judging.learning === 0) return false;
  f[s + load.mean] = requests;
  // It cannot begin anew at the same load again, however short this one turns out to be.
  f[s + load.most] = growth * most;
  f[s + load.rows] = 0;
  return most < fewRequests && isStarting(frame, most);
}

const isStarting = ({ rows, intervalS, judging }: Frame, most: number): boolean =>
  rows * intervalS < startingS || (most === 0 && judging.traits.worse === 'down');

/** Requests behind the row in work; NaN where they are not known, or the metric is as telling of few as of many. */
function requestsOf({ row, intervalS, judging }: Frame): number {
  switch (judging.traits.noise) {
    case 'rate':
      return Number.isNaN(row.count) ? row.value * intervalS : row.count;
    case 'sample':
      return row.count;
    default:
      return Number.NaN;
  }
}
