import { encodeState, stateLayout } from '../state/partition-state.ts';
import type { PartitionOwner } from './partition-owner.ts';
import type { AlertSink, CommitPosition, DeadLetters, SnapshotStore } from './ports.ts';

/** What a worker is made of. */
export type WorkerParts = {
  partitions: number;
  /** A partition is stored this often, and less often where that would take more than a tenth of the time. */
  snapshotEveryMs: number;
  store: SnapshotStore;
  alerts: AlertSink;
  deadLetters: DeadLetters;
  now(): number;
};

/** Milliseconds of rest after each that a snapshot takes. */
const restPerEffort = 9;

/** Learns partitions and stores what was learnt. Whoever calls sees to it that a partition is in one pair of hands at a time. */
export class PartitionWorker {
  #parts: WorkerParts;
  #lastEffortMs = new Map<number, number>();
  /** Epoch ms; partitions are stored one at a time, and those that wait are due again with their next message. */
  #storeAgainAt = 0;
  /** Of the last snapshot of each partition. */
  readonly snapshotBytes = new Map<number, number>();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Milliseconds that the last snapshot of a partition took. */
  effortMs(partition: number): number {
    return this.#lastEffortMs.get(partition) ?? 0;
  }

  /** Tells what the messages just learnt brought about, then stores the state where it is due. */
  async settle(owner: PartitionOwner, commit: CommitPosition): Promise<void> {
    await this.tell(owner);
    const { now, snapshotEveryMs } = this.#parts;
    // As long as a round of all partitions takes with the rests between: none comes twice before another.
    const roundMs = restPerEffort * [...this.#lastEffortMs.values()].reduce((sum, effort) => sum + effort, 0);
    const isDue = now() - owner.storedAt >= Math.max(snapshotEveryMs, roundMs);
    if (!isDue || now() < this.#storeAgainAt) return;
    const began = now();
    this.#storeAgainAt = Number.POSITIVE_INFINITY;
    try {
      await this.store(owner, commit);
    } finally {
      this.#storeAgainAt = now() + restPerEffort * (now() - began);
    }
  }

  tell(owner: PartitionOwner): Promise<void> {
    const { alerts, deadLetters } = this.#parts;
    return owner.tell(
      (changes) => alerts.publish(changes),
      (letters) => deadLetters.bury(letters),
    );
  }

  /** Stores what a partition has learnt, then its offset together with where that lies. */
  async store(owner: PartitionOwner, commit: CommitPosition): Promise<void> {
    const { store, now, partitions } = this.#parts;
    if (!owner.isTold)
      throw new Error(`expected everything of partition ${owner.partition} to be told before it is stored`);
    const began = now();
    const { partition, epoch, next } = owner;
    const bytes = await encodeState(owner.learner.snapshot());
    const snapshot = await store.write(partition, bytes);
    await commit(partition, { offset: next, pointer: { layout: stateLayout, partitions, epoch, snapshot } });
    store.committed(partition);
    owner.storedAt = now();
    this.snapshotBytes.set(partition, bytes.length);
    this.#lastEffortMs.set(partition, owner.storedAt - began);
  }

  /** Stores that a partition is learnt anew from here on, so that who comes next does not begin anew again. */
  async storeBeginning(owner: PartitionOwner, commit: CommitPosition): Promise<void> {
    // What people have said is nowhere else.
    if (owner.learner.accepted().length > 0) return this.store(owner, commit);
    const { partition, epoch, next } = owner;
    const pointer = { layout: stateLayout, partitions: this.#parts.partitions, epoch, snapshot: null };
    await commit(partition, { offset: next, pointer });
  }
}
