import type { BandRange, SeriesStatus } from '../../contract/index.ts';
import { seriesStatus } from '../../services/series-status.ts';
import { bandRange } from '../../store/band-range.ts';
import type { History } from '../../store/history.ts';
import { placeOf } from '../samples/series-id.ts';
import type { PartitionOwner } from './partition-owner.ts';

/** Answers for the series of the partitions that a worker holds; rows are those that it has learnt itself. */
export class WorkerBands {
  #owners: ReadonlyMap<number, PartitionOwner>;
  #history: History;
  #partitions: number;

  constructor(owners: ReadonlyMap<number, PartitionOwner>, history: History, partitions: number) {
    this.#owners = owners;
    this.#history = history;
    this.#partitions = partitions;
  }

  series(): SeriesStatus[] {
    return [...this.#owners.values()].flatMap(({ learner: { learner } }) =>
      learner.list().map((learnt) => seriesStatus(learner, learnt)),
    );
  }

  /** The rows of a series between two moments (epoch ms), at most `points`; null for one that is not learnt here. */
  band(key: string, from: number, to: number, points: number): BandRange | null {
    const learner = this.#owners.get(placeOf(key, this.#partitions).partition)?.learner.learner;
    const learnt = learner?.find(key);
    if (learner === undefined || learnt === undefined) return null;
    const rows = this.#history.between(key, from, to, Date.now());
    return bandRange(learnt.series, learner.warmthOf(learnt), rows, points, learner.intervalOf(learnt));
  }
}
