import type { Frame } from './frame.ts';
import { at, wide } from './layout.ts';

/** What the gate keeps: what it takes the series for, rows seen, how much they rise, and the last increment. */
const gate = { state: 0, rows: 1, rising: 2, increment: 3 } as const;
const { gate: gateAt } = at;
const { lastTime, raw: rawAt } = wide;

const unseen = 0;
const plain = 1;
const counter = 2;

/** Rows before a series is taken for a counter; how sure that must be, and when it is taken back. */
const leastRows = 50;
const openAbove = 0.93;
const closeBelow = 0.3;
/** What a rise, a fall and no change say; one fall outweighs three rises. */
const rise = 1;
const fall = -3;
const same = 0.5;
/** Rows that the opinion is formed over. */
const opinionRows = 200;

/** What a value of the model lies above the series' zero while no value comes: a counter stands where it stood. */
export const standingBase = ({ f, o, w, wo }: Frame): number =>
  f[o + gateAt + gate.state] === counter ? w[wo + rawAt]! : 0;

/** Whether all values of a series have been the same so far: what rises and falls say fades only after thousands of rows. */
export const neverMoved = ({ f, o }: Frame): boolean => f[o + gateAt + gate.rising] === same;

/**
 * Tells counters, which only grow but for resets, from other series by the values alone, and turns their values into
 * increments a row: sets the `quantity` and the `base` of the row in work. What a counter grew by over a hole is shared out
 * over the rows that are missing. After a reset, or a pause of the detector, the increment is unknown: the last one stands in.
 * Returns whether the series has become, or is no longer, a counter: then what was learnt is of another quantity.
 */
export function passGate(frame: Frame): boolean {
  const { f, o, w, wo } = frame;
  const { value } = frame.row;
  const g = o + gateAt;
  const before = f[g + gate.state]!;
  const raw = w[wo + rawAt]!;
  w[wo + rawAt] = value;
  frame.quantity = value;
  frame.base = 0;
  if (before === unseen) {
    f[g + gate.state] = plain;
    f[g + gate.rising] = same;
    return false;
  }
  const wasCounter = before === counter;
  const rows = Math.min(opinionRows, f[g + gate.rows]! + 1);
  const said = value > raw ? rise : value < raw ? fall : same;
  const opinion = f[g + gate.rising]!;
  const rising = opinion + (said - opinion) / (rows < opinionRows ? rows + 1 : opinionRows);
  f[g + gate.rows] = rows;
  f[g + gate.rising] = rising;
  const isCounter = wasCounter ? rising >= closeBelow : rows >= leastRows && rising > openAbove;
  if (isCounter !== wasCounter) f[g + gate.state] = isCounter ? counter : plain;
  if (isCounter) takeIncrement(frame, g, raw);
  return isCounter !== wasCounter;
}

function takeIncrement(frame: Frame, g: number, raw: number): void {
  const { f, row } = frame;
  const increment = (row.value - raw) / intervalsSinceLast(frame);
  if (increment >= 0) f[g + gate.increment] = increment;
  frame.quantity = f[g + gate.increment]!;
  frame.base = row.value - frame.quantity;
}

/** How many rows' time has passed: NaN after a pause of the detector itself, 1 for a row that comes a little late. */
function intervalsSinceLast({ w, wo, row, intervalS }: Frame): number {
  const seconds = row.t - w[wo + lastTime]!;
  if (Number.isNaN(seconds)) return seconds;
  return seconds > 1.5 * intervalS && intervalS > 0 ? seconds / intervalS : 1;
}
