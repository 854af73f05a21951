import type { Point } from '../baseline/point.ts';
import type { DeviationKind } from '../contract/index.ts';
import { clamp } from '../numerics/clamp.ts';

/** A deviation that has been alerted and not ended; times in epoch milliseconds. */
export type HeldAlert = {
  startsAt: number;
  kind: DeviationKind;
  /** Highest evidence so far. */
  evidence: number;
  /** The side of the expected on which it began; 0 where the kind has none. */
  side: -1 | 0 | 1;
  /** The last value that deviated, and the worst to that side; without one, the furthest from the expected. */
  value: number;
  extreme: number;
  /** What was expected at the row that made it an alert, and when that was: some rows after the start. */
  expected: number;
  lower: number;
  upper: number;
  expectedAt: number;
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
  /** When the evidence that is gathered now began to gather, and the values since then; null while there is none. */
  onset: { at: number; lowest: number; highest: number } | null;
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
export const quietState = (): AlertState => ({ onset: null, insideRows: 0, firstInsideAt: 0, held: null });

/** A copy that stays as it is while the state goes on. */
export const copyState = (state: AlertState): AlertState =>
  state.onset === null && state.held === null ? { ...state } : structuredClone(state);

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

/** A judged row: its time and that of the row before (epoch ms), its value, and the seconds between rows. */
export type JudgedRow = { at: number; previousAt: number; value: number; intervalS: number };

/** Advances the alert of a series by one judged row. One alert per deviation: it starts once and ends once. */
export function stepAlert(state: AlertState, row: JudgedRow, point: Point): AlertStep {
  trackOnset(state, row, point);
  if (state.held === null) return point.evidence >= 1 && point.isReady ? start(state, row, point) : none;
  return proceed(state, state.held, row, point);
}

function trackOnset(state: AlertState, row: { at: number; value: number }, point: Point): void {
  if (point.evidence === 0) state.onset = null;
  else extendOnset(state, row, point);
  if (point.isDeviating) {
    state.insideRows = 0;
    return;
  }
  if (state.insideRows === 0) state.firstInsideAt = row.at;
  state.insideRows += 1;
}

function extendOnset(state: AlertState, row: { at: number; value: number }, point: Point): void {
  const { onset } = state;
  const value = seenValue(row, point);
  if (onset === null) state.onset = { at: row.at, lowest: value, highest: value };
  else if (point.isMissing) return;
  else if (value < onset.lowest) onset.lowest = value;
  else if (value > onset.highest) onset.highest = value;
}

/** A row without a value says nothing of where the series lies. */
const seenValue = (row: { value: number }, point: Point): number =>
  point.isMissing ? point.expected : row.value;

/** Rows of a weak deviation lie inside of the band now and then: what is told of it is one that does not. */
const isInside = (value: number, { lower, upper }: { lower: number; upper: number }): boolean =>
  value >= lower && value <= upper;

/** Of two values the one that is further off to a side of what is expected, or to either for side 0; the first where the other is NaN. */
function worse(a: number, b: number, side: number, expected: number): number {
  const isWorse = side === 0 ? Math.abs(b - expected) > Math.abs(a - expected) : side * b > side * a;
  return isWorse ? b : a;
}

const sideOf = (kind: DeviationKind, beyond: number): HeldAlert['side'] =>
  kind === 'spread' || kind === 'gap' || beyond === 0 ? 0 : beyond > 0 ? 1 : -1;

function start(state: AlertState, row: JudgedRow, point: Point): AlertStep {
  const { expected } = point;
  const value = seenValue(row, point);
  const kind = point.kind === '' ? 'shift' : point.kind;
  const side = sideOf(kind, value - expected);
  const { at, lowest, highest } = state.onset ?? { at: row.at, lowest: value, highest: value };
  // A row that ends a silence tells of it: that began when the one before had come.
  const wasSilent = kind === 'gap' && !point.isMissing;
  const held: HeldAlert = {
    startsAt: wasSilent ? row.previousAt : at,
    kind,
    evidence: point.evidence,
    side,
    value,
    extreme: worse(lowest, highest, side, expected),
    expected,
    lower: point.lower,
    upper: point.upper,
    expectedAt: row.at,
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

function proceed(state: AlertState, held: HeldAlert, row: JudgedRow, point: Point): AlertStep {
  held.rows += 1;
  if (point.isDeviating) {
    held.deviatingRows += 1;
    if (held.kind === 'spread' || !isInside(row.value, held) || !isInside(row.value, point))
      held.value = seenValue(row, point);
    held.extreme = worse(held.extreme, row.value, held.side, held.expected);
    held.evidence = Math.max(held.evidence, point.evidence);
    held.deviation = Math.max(held.deviation, Math.abs(point.deviation));
    held.lastDeviatingAt = row.at;
    if (held.kind === 'spike' && held.rows > spikeRows) held.kind = 'shift';
  }
  if (state.insideRows >= calmRows(row.intervalS, shareOf(held, state.insideRows))) {
    state.held = null;
    state.onset = null;
    return { type: 'ended', held, endsAt: Math.max(held.startsAt, state.firstInsideAt), isAdopted: false };
  }
  // A silence becomes no normal: it lasts until a value comes.
  if (held.kind !== 'gap' && held.rows >= adoptRows && row.at - held.startsAt >= adoptMs) {
    state.held = null;
    state.onset = null;
    return { type: 'ended', held, endsAt: row.at, isAdopted: true };
  }
  return { type: 'continued', held };
}
