import type { SeriesStatus } from '../contract/index.ts';
import { numberOrNull } from '../store/band-range.ts';
import type { Learner, Learnt } from './learner.ts';

/** What is told of a series beside its rows: its last row with its band, how much of it is learnt, whether it alerts. */
export const seriesStatus = (learner: Learner, learnt: Learnt): SeriesStatus => ({
  ...learnt.series,
  warmth: learner.warmthOf(learnt),
  at: learnt.at === 0 ? null : new Date(learnt.at).toISOString(),
  value: numberOrNull(learnt.value),
  expected: numberOrNull(learnt.expected),
  lower: numberOrNull(learnt.lower),
  upper: numberOrNull(learnt.upper),
  alerting: learnt.alert.held !== null,
});
