import { plainTraits, type Traits } from './traits.ts';

/** One row of a series: time in epoch seconds, NaN for no value, NaN for an unknown number of requests behind it. */
export type Row = { t: number; value: number; count: number };

/** How a row is judged and learnt. */
export type Judging = {
  traits: Traits;
  /** 0 to 1: how much to learn from this row; alerted rows teach nothing until the change has lasted. */
  learning: number;
  /** Strength of a record that makes an alert; the one knob of sensitivity. */
  threshold: number;
  /** Parts of the model that are left out, see `parts.ts`; 0 outside of measurements. */
  without: number;
};

/** A row in work: where the state of its series lies, and what has been found so far. One object is reused for every row. */
export type Frame = {
  /** The bank's arrays, and where the series begins in each. */
  f: Float32Array;
  o: number;
  w: Float64Array;
  wo: number;
  row: Row;
  judging: Judging;
  /** Rows learnt before this one. */
  rows: number;
  intervalS: number;
  /** What is taken off the value before it is learnt. */
  origin: number;
  /** What is added to come back to the scale of the series: that of a counter is what it counted before. */
  base: number;
  /** The value on its scale, less the origin. */
  x: number;
  /** The part of `x` that a season explains. */
  season: number;
};

/** A frame to be filled by `observe`. */
export const emptyFrame = (): Frame => ({
  f: new Float32Array(0),
  o: 0,
  w: new Float64Array(0),
  wo: 0,
  row: { t: 0, value: 0, count: 0 },
  judging: { traits: plainTraits, learning: 1, threshold: 2, without: 0 },
  rows: 0,
  intervalS: 1,
  origin: 0,
  base: 0,
  x: 0,
  season: 0,
});
