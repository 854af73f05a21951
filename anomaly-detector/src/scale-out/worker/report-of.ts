import type { Learnt } from '../../services/learner.ts';
import { overallWarmth } from '../../services/overall-warmth.ts';
import type { WorkerReport } from '../front/worker-report.ts';
import type { PartitionOwner } from './partition-owner.ts';

/** Series of a partition that are asked how warm they are: enough for a share, few enough to be asked every few seconds. */
const asked = 500;

/** What a worker says of the partitions that it holds. */
export function reportOf(worker: string, url: string, owners: readonly PartitionOwner[]): WorkerReport {
  const { warmth, isSparse } = overallWarmth(
    owners.flatMap(({ learner: { learner } }) =>
      sampleOf(learner.list()).map((learnt) => learner.weigh(learnt)),
    ),
  );
  return {
    worker,
    url,
    partitions: owners.map(({ partition }) => partition),
    series: owners.reduce((sum, { learner }) => sum + learner.learner.size, 0),
    ...warmth,
    isSparse,
  };
}

function sampleOf(series: readonly Learnt[]): Learnt[] {
  const every = Math.max(1, Math.ceil(series.length / asked));
  return series.filter((_, index) => index % every === 0);
}
