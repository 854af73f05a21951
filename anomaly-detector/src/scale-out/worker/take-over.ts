import { PartitionLearner } from '../state/partition-learner.ts';
import { decodeState, stateLayout } from '../state/partition-state.ts';
import { PartitionOwner } from './partition-owner.ts';
import type { Inheritance, SnapshotStore } from './ports.ts';

/** How a partition was taken over: `anew` says why nothing of what had been learnt could be used. */
export type TakenOver = { owner: PartitionOwner; anew: string | null };

/**
 * Takes a partition over: from its snapshot, or from the oldest message that is kept where there is none that can be read.
 * Throws where the partition was learnt as one of another number of partitions.
 */
export async function takeOver(
  partition: number,
  partitions: number,
  { position, oldest }: Inheritance,
  store: SnapshotStore,
  now: number,
): Promise<TakenOver> {
  if (position === null)
    return { owner: PartitionOwner.anew(partition, now, oldest, now), anew: 'nothing was stored' };
  const { offset, pointer } = position;
  if (pointer.partitions !== partitions) throw new PartitionCountChanged(pointer.partitions, partitions);
  const { epoch, snapshot } = pointer;
  if (pointer.layout !== stateLayout) {
    const anew = `the snapshot has the layout ${pointer.layout}, expected ${stateLayout}`;
    return { owner: PartitionOwner.anew(partition, epoch + 1, oldest, now), anew };
  }
  if (snapshot === null) return { owner: PartitionOwner.anew(partition, epoch, offset, now), anew: null };
  const bytes = await store.read(partition, snapshot);
  if (bytes === null) {
    const anew = 'the snapshot is no longer there, or not whole';
    return { owner: PartitionOwner.anew(partition, epoch + 1, oldest, now), anew };
  }
  const learner = PartitionLearner.resume(await decodeState(bytes));
  return { owner: new PartitionOwner({ partition, epoch, next: offset, learner }, now), anew: null };
}

/** The topic has another number of partitions than the one by which series were spread when they were learnt. */
export class PartitionCountChanged extends Error {
  readonly code = 'partition_count_changed';
  constructor(was: number, is: number) {
    super(
      `expected the ${was} partitions by which series were spread so far, got ${is}: set BREAKWATER_DETECTOR_PARTITIONS to ${was}, or begin anew with new topics (BREAKWATER_DETECTOR_TOPIC_PREFIX)`,
    );
  }
}
