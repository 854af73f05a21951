import type { Point } from '../baseline/point.ts';
import type { DeviationKind } from '../contract/index.ts';
import { clamp } from '../numerics/clamp.ts';

/** A deviation that has been alerted and not ended; times in epoch milliseconds. */
export type HeldAlert = {
  startsAt: number;
  kind: DeviationKind;
  /** Highest evidence so far. */
  evidence: number;
  /** The last value that deviated, and the one furthest from what was expected at the start. */
  value: number;
  extreme: number;
  expected: number;
  lower: number;
  upper: number;
  /** The band follows the time of day or week. */
  isSeasonal: boolean;
  /** Largest absolute deviation in spreads. */
  deviation: number;
  rows: number;
  deviatingRows: number;
  lastDeviatingAt: number;
};

/** What must be remembered of a series between rows. */
export type AlertState = {
  /** When the evidence that is gathered now began to gather; null while there is none. */
  onsetAt: number | null;
  insideRows: number;
  firstInsideAt: number;
  held: HeldAlert | null;
};

/** What one row did to the alert of its series. */
export type AlertStep =
  | { type: 'none' }
  | { type: 'started' | 'continued'; held: HeldAlert }
  | { type: 'ended'; held: HeldAlert; endsAt: number; isAdopted: boolean };

const none: AlertStep = { type: 'none' };

/** The state of a series that never deviated. */
export const quietState = (): AlertState => ({ onsetAt: null, insideRows: 0, firstInsideAt: 0, held: null });

/** Seconds inside the band after which an alert ends, in rows from two to six. */
const calmS = 8;
/** A change that lasts this long, in rows and in time, is the new normal. */
const adoptRows = 72;
const adoptMs = 15 * 60_000;
/** Rows after which a spike is no spike. */
const spikeRows = 3;

/** Chance that an alert is ended although it lasts. */
const endedTooSoon = 0.02;
/** A deviation that shows in few rows is waited for this many times longer. */
const mostPatience = 4;

/**
 * Rows inside the band that end an alert. Where the deviation shows in a share `deviatingShare` of rows only, as many are
 * needed as would seldom come by chance.
 */
export function calmRows(intervalS: number, deviatingShare: number): number {
  const least = clamp(Math.round(calmS / Math.max(intervalS, 0.1)), 2, 6);
  const needed = Math.ceil(Math.log(endedTooSoon) / Math.log(1 - clamp(deviatingShare, 0.01, 0.99)));
  return clamp(needed, least, mostPatience * least);
}

const shareOf = (held: HeldAlert, insideRows: number): number =>
  (held.deviatingRows + 1) / (held.rows - insideRows + 2);

/** How much the baseline may learn from the next row: nothing while an alert is held. */
export const learningOf = (state: AlertState): number => (state.held === null ? 1 : 0);

/** Advances the alert of a series by one judged row. One alert per deviation: it starts once and ends once. */
export function stepAlert(
  state: AlertState,
  row: { at: number; value: number; intervalS: number },
  point: Point,
): AlertStep {
  trackOnset(state, row, point);
  if (state.held === null) return point.evidence >= 1 && point.isReady ? start(state, row, point) : none;
  return proceed(state, state.held, row, point);
}

function trackOnset(state: AlertState, row: { at: number }, point: Point): void {
  if (point.evidence === 0) state.onsetAt = null;
  else state.onsetAt ??= row.at;
  if (point.isDeviating) {
    state.insideRows = 0;
    return;
  }
  if (state.insideRows === 0) state.firstInsideAt = row.at;
  state.insideRows += 1;
}

/** A row without a value says nothing of where the series lies. */
const seenValue = (row: { value: number }, point: Point): number =>
  point.isMissing ? point.expected : row.value;

/** Rows of a weak deviation lie inside of the band now and then: what is told of it is one that does not. */
const isInside = (value: number, { lower, upper }: { lower: number; upper: number }): boolean =>
  value >= lower && value <= upper;

function start(state: AlertState, row: { at: number; value: number }, point: Point): AlertStep {
  const held: HeldAlert = {
    startsAt: state.onsetAt ?? row.at,
    kind: point.kind === '' ? 'shift' : point.kind,
    evidence: point.evidence,
    value: seenValue(row, point),
    extreme: seenValue(row, point),
    expected: point.expected,
    lower: point.lower,
    upper: point.upper,
    isSeasonal: point.isSeasonal,
    deviation: Math.abs(point.deviation),
    rows: 1,
    deviatingRows: 1,
    lastDeviatingAt: row.at,
  };
  state.held = held;
  state.insideRows = 0;
  return { type: 'started', held };
}

function proceed(
  state: AlertState,
  held: HeldAlert,
  row: { at: number; value: number; intervalS: number },
  point: Point,
): AlertStep {
  held.rows += 1;
  if (point.isDeviating) {
    held.deviatingRows += 1;
    if (held.kind === 'spread' || !isInside(row.value, held) || !isInside(row.value, point))
      held.value = seenValue(row, point);
    if (Math.abs(row.value - held.expected) > Math.abs(held.extreme - held.expected))
      held.extreme = row.value;
    held.evidence = Math.max(held.evidence, point.evidence);
    held.deviation = Math.max(held.deviation, Math.abs(point.deviation));
    held.lastDeviatingAt = row.at;
    if (held.kind === 'spike' && held.rows > spikeRows) held.kind = 'shift';
  }
  if (state.insideRows >= calmRows(row.intervalS, shareOf(held, state.insideRows))) {
    state.held = null;
    state.onsetAt = null;
    return { type: 'ended', held, endsAt: Math.max(held.startsAt, state.firstInsideAt), isAdopted: false };
  }
  if (held.rows >= adoptRows && row.at - held.startsAt >= adoptMs) {
    state.held = null;
    state.onsetAt = null;
    return { type: 'ended', held, endsAt: row.at, isAdopted: true };
  }
  return { type: 'continued', held };
}
