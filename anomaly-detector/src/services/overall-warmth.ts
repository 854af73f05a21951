import { warmthOfAll } from '../baseline/warmth.ts';
import type { Warmth } from '../contract/index.ts';

/** How warm a series is, and which share of its rows has a value. */
export type Weighed = { presence: number; warmth: Warmth };

/** How warm series are together; `isSparse` where none of them has a value most of the time. */
export type OverallWarmth = { warmth: Warmth; isSparse: boolean };

/** A series seldom has a value where fewer rows than this carry one: it does not hold up the warmth of the whole. */
const regularShare = 0.5;

/** How warm those are together that have a value most of the time; where none has, all. */
export function overallWarmth(series: readonly Weighed[]): OverallWarmth {
  const regular = series.filter(({ presence }) => presence >= regularShare);
  const isSparse = regular.length === 0 && series.length > 0;
  return { warmth: warmthOfAll((isSparse ? series : regular).map(({ warmth }) => warmth)), isSparse };
}
