import type { Acceptance } from '../../contract/index.ts';
import type { AlertPolicy } from '../../services/alert-policy.ts';
import { PartitionLearner } from '../state/partition-learner.ts';
import { acceptedIn, decodeState, stateLayout } from '../state/partition-state.ts';
import { PartitionOwner } from './partition-owner.ts';
import type { Inheritance, SnapshotStore } from './ports.ts';

/** What taking over needs: how many partitions there are, where snapshots lie, and what people have laid down about alerts. */
export type TakeOverParts = { partitions: number; store: SnapshotStore; policy?: AlertPolicy };

/** How a partition was taken over: `anew` says why nothing of what had been learnt could be used. */
export type TakenOver = { owner: PartitionOwner; anew: string | null };

/**
 * Takes a partition over: from its snapshot, or from the oldest message that is kept where there is none that can be read.
 * What people have said is kept also where what was learnt cannot be read, because it is laid out otherwise.
 * Throws where the partition was learnt as one of another number of partitions.
 */
export async function takeOver(
  partition: number,
  { partitions, store, policy }: TakeOverParts,
  { position, oldest }: Inheritance,
  now: number,
): Promise<TakenOver> {
  const begin = (
    epoch: number,
    next: number,
    anew: string | null,
    accepted: readonly Acceptance[] = [],
  ): TakenOver => {
    const learner = new PartitionLearner(policy, accepted);
    return { owner: new PartitionOwner({ partition, epoch, next, learner }, now), anew };
  };
  if (position === null) return begin(now, oldest, 'nothing was stored');
  const { offset, pointer } = position;
  if (pointer.partitions !== partitions) throw new PartitionCountChanged(pointer.partitions, partitions);
  const { epoch, snapshot, layout } = pointer;
  if (layout !== stateLayout) {
    const bytes = snapshot === null ? null : await store.read(partition, snapshot);
    const anew = `the snapshot has the layout ${layout}, expected ${stateLayout}`;
    return begin(epoch + 1, oldest, anew, bytes === null ? [] : await acceptedIn(bytes));
  }
  if (snapshot === null) return begin(epoch, offset, null);
  const bytes = await store.read(partition, snapshot);
  if (bytes === null) return begin(epoch + 1, oldest, 'the snapshot is no longer there, or not whole');
  const learner = PartitionLearner.resume(await decodeState(bytes), policy);
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
