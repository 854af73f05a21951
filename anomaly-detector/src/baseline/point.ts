import type { DeviationKind } from '../contract/index.ts';

/** What the baseline says of one row; one object is reused between rows. */
export type Point = {
  /** No value came: nothing was learnt. */
  isMissing: boolean;
  /** Enough is learnt to raise an alert. */
  isReady: boolean;
  expected: number;
  lower: number;
  upper: number;
  /** The band follows the time of day or week. */
  isSeasonal: boolean;
  /** Signed spreads from the nearest horizon's level; 0 where the change is too small to matter. */
  deviation: number;
  /** Outside the band in a direction that is bad, or close enough to its edge to keep an alert alive. */
  isDeviating: boolean;
  /** 1 is the alert threshold. */
  evidence: number;
  /** In [0,1), 0.5 at the threshold, only for rows that say something new: one deviation is one score. */
  score: number;
  kind: DeviationKind | '';
  /** 1 above, -1 below, 0 unknown. */
  direction: number;
};

/** A point to be filled by `observe`. */
export const emptyPoint = (): Point => ({
  isMissing: false,
  isReady: false,
  expected: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
  isSeasonal: false,
  deviation: 0,
  isDeviating: false,
  evidence: 0,
  score: 0,
  kind: '',
  direction: 0,
});
