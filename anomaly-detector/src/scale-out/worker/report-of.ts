import { warmthOfAll } from '../../baseline/warmth.ts';
import type { Learnt } from '../../services/learner.ts';
import type { WorkerReport } from '../front/worker-report.ts';
import type { PartitionOwner } from './partition-owner.ts';

/** Series of a partition that are asked how warm they are: enough for a share, few enough to be asked every few seconds. */
const asked = 500;
/** A series seldom has a value where fewer rows than this carry one: it does not hold up the warmth of the whole. */
const regularShare = 0.5;

/** What a worker says of the partitions that it holds. */
export function reportOf(worker: string, url: string, owners: readonly PartitionOwner[]): WorkerReport {
  const warmth = warmthOfAll(
    owners.flatMap(({ learner: { learner } }) =>
      sampleOf(learner.list())
        .filter((learnt) => learner.presenceOf(learnt) >= regularShare)
        .map((learnt) => learner.warmthOf(learnt)),
    ),
  );
  return {
    worker,
    url,
    partitions: owners.map(({ partition }) => partition),
    series: owners.reduce((sum, { learner }) => sum + learner.learner.size, 0),
    ...warmth,
  };
}

function sampleOf(series: readonly Learnt[]): Learnt[] {
  const every = Math.max(1, Math.ceil(series.length / asked));
  return series.filter((_, index) => index % every === 0);
}
