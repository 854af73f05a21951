import { emptyMoment, type Moment } from './moment.ts';
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

/**
 * A row in work: where the state of its series lies, and what has been found so far. One object is reused for every row, and
 * the steps of the model hand numbers on in it: a number that is an argument or a result costs an allocation.
 */
export type Frame = {
  /** The bank's arrays, and where the series begins in each. */
  f: Float32Array;
  o: number;
  w: Float64Array;
  wo: number;
  row: Row;
  judging: Judging;
  moment: Moment;
  /** Rows learnt before this one. */
  rows: number;
  intervalS: number;
  /** What is taken off the value before it is learnt. */
  origin: number;
  /** What is added to come back to the scale of the series: that of a counter is what it counted before. */
  base: number;
  /** What is judged: the value, or the increment of a counter. */
  quantity: number;
  /** The quantity on its scale, less the origin. */
  x: number;
  /** The part of `x` that a season explains. */
  season: number;
  /** `x` less its mixed prediction. */
  residual: number;
  /** Requests behind the row, NaN where unknown. */
  count: number;
  /** Signed spreads outside of the band's horizons; what is too small to matter counts as few. */
  deviation: number;
  /** The same, but 0 where the change is too small to matter, and NaN where there is no value. */
  weak: number;
  /** What weak deviations had added up to before the row. */
  suspected: number;
  /** Evidence of the band and of the silence before the row; 1 is the alert threshold. */
  gathered: number;
  gap: number;
  /** Fourth power of the evidence of the records, and of those that the row itself bears out. */
  recordedPower: number;
  bornePower: number;
  /** The same of what is sudden and bears itself out, which counts by how it lasts. */
  suddenPower: number;
  /** Evidence that the records say something is there, where a sudden one counts by how it lasts, and what of it is new. */
  standing: number;
  fresh: number;
};

/** A frame to be filled by `observe`. */
export const emptyFrame = (): Frame => ({
  f: new Float32Array(0),
  o: 0,
  w: new Float64Array(0),
  wo: 0,
  row: { t: 0, value: 0, count: 0 },
  judging: { traits: plainTraits, learning: 1, threshold: 2, without: 0 },
  moment: emptyMoment(),
  rows: 0,
  // Not whole, so that the engine lays these fields out for fractions from the start.
  intervalS: 0.5,
  origin: 0.5,
  base: 0.5,
  quantity: 0.5,
  x: 0.5,
  season: 0.5,
  residual: 0.5,
  count: 0.5,
  deviation: 0.5,
  weak: 0.5,
  suspected: 0.5,
  gathered: 0.5,
  gap: 0.5,
  recordedPower: 0.5,
  bornePower: 0.5,
  suddenPower: 0.5,
  standing: 0.5,
  fresh: 0.5,
});
