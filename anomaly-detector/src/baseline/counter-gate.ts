import { at, wide } from './layout.ts';

/** What the gate keeps: what it takes the series for, rows seen, how much they rise, and the last increment. */
const gate = { state: 0, rows: 1, rising: 2, increment: 3 } as const;
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

/** What became of a value. */
export type Gated = {
  /** The value, or what a counter grew by since the row before. */
  value: number;
  /** What is to be added to a value of the model to come back to the scale of the series. */
  base: number;
  /** The series has become, or is no longer, a counter: what was learnt is of another quantity. */
  hasTurned: boolean;
};

/** A result to be filled by `passGate`. */
export const emptyGated = (): Gated => ({ value: 0, base: 0, hasTurned: false });

/** What a value of the model lies above the series' zero while no value comes: a counter stands where it stood. */
export const standingBase = (f: Float32Array, o: number, w: Float64Array, wo: number): number =>
  f[o + at.gate + gate.state] === counter ? w[wo + wide.raw]! : 0;

/**
 * Tells counters, which only grow but for resets, from other series by the values alone, and turns their values into
 * increments a row. `intervals` is how many rows' time has passed since the last value, NaN where nobody knows: what a counter
 * grew by over a hole is shared out. After a reset, too, the increment is unknown: the last one stands in.
 */
export function passGate(
  f: Float32Array,
  o: number,
  w: Float64Array,
  wo: number,
  value: number,
  intervals: number,
  into: Gated,
): void {
  const g = o + at.gate;
  const before = f[g + gate.state]!;
  const raw = w[wo + wide.raw]!;
  w[wo + wide.raw] = value;
  into.value = value;
  into.base = 0;
  into.hasTurned = false;
  if (before === unseen) {
    f[g + gate.state] = plain;
    f[g + gate.rising] = same;
    return;
  }
  const rows = Math.min(opinionRows, f[g + gate.rows]! + 1);
  const said = value > raw ? rise : value < raw ? fall : same;
  const rising =
    f[g + gate.rising]! + (said - f[g + gate.rising]!) / (rows < opinionRows ? rows + 1 : opinionRows);
  f[g + gate.rows] = rows;
  f[g + gate.rising] = rising;
  const isCounter = before === counter ? rising >= closeBelow : rows >= leastRows && rising > openAbove;
  f[g + gate.state] = isCounter ? counter : plain;
  into.hasTurned = isCounter !== (before === counter);
  if (!isCounter) return;
  const increment = (value - raw) / intervals;
  if (increment >= 0) f[g + gate.increment] = increment;
  into.value = f[g + gate.increment]!;
  into.base = value - into.value;
}
