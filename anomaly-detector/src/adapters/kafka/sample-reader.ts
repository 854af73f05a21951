import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { RowKeeper } from '../../scale-out/state/partition-learner.ts';
import { decodePointer, encodePointer } from '../../scale-out/state/pointer.ts';
import type { PartitionOwner } from '../../scale-out/worker/partition-owner.ts';
import type { PartitionWorker } from '../../scale-out/worker/partition-worker.ts';
import type { CommitPosition, Inheritance, Position, SnapshotStore } from '../../scale-out/worker/ports.ts';
import { PartitionCountChanged, takeOver } from '../../scale-out/worker/take-over.ts';
import type { AlertPolicy } from '../../services/alert-policy.ts';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import { consumerPace, onGivenUp } from './kafka-client.ts';
import { stickyAssigner } from './sticky-assigner.ts';

/** What a reader of samples is made of. */
export type SampleReaderParts = {
  kafka: Kafka;
  admin: Admin;
  topic: string;
  groupId: string;
  partitions: number;
  worker: PartitionWorker;
  store: SnapshotStore;
  policy: AlertPolicy;
  log: Log;
  now(): number;
  /** Where rows are kept for charts. */
  rows: RowKeeper;
  /** Called once where this worker cannot go on. */
  onFatal(error: Error): void;
};

const firstRetryMs = 200;
const mostRetryMs = 5_000;
const lastStoreTries = 50;

/** A member of the group that shares the samples: takes over the partitions that it is given, learns them, and hands them on. */
export class SampleReader {
  #parts: SampleReaderParts;
  #consumer: Consumer;
  #assigned = new Set<number>();
  #restoring = new Map<number, Promise<void>>();
  #busy = new Map<number, Promise<void>>();
  #asking: Promise<unknown> = Promise.resolve();
  #isClosing = false;
  /** The partitions that are learnt here. */
  readonly owners = new Map<number, PartitionOwner>();
  /** Messages that each partition holds beyond what is learnt. */
  readonly lag = new Map<number, number>();

  constructor(parts: SampleReaderParts) {
    this.#parts = parts;
    this.#consumer = parts.kafka.consumer({
      ...consumerPace,
      groupId: parts.groupId,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 4 * 1024 * 1024,
      maxBytes: 32 * 1024 * 1024,
      partitionAssigners: [
        stickyAssigner(parts.topic, parts.partitions, () => [
          ...this.owners.keys(),
          ...this.#restoring.keys(),
        ]),
      ],
    });
  }

  /** Joins the group; resolves once it has. */
  async start(): Promise<void> {
    const { topic, partitions } = this.#parts;
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic, fromBeginning: true });
    onGivenUp(this.#consumer, this.#parts.onFatal);
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, ({ payload }) =>
      this.#assign(payload.memberAssignment[topic] ?? []),
    );
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: Math.min(partitions, 8),
      eachBatch: (payload) => this.#take(payload),
    });
  }

  /** Stores everything, then leaves the group: whoever takes over has nothing to learn again. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#assigned.clear();
    this.#consumer.pause([{ topic: this.#parts.topic }]);
    await Promise.allSettled([...this.#restoring.values(), ...this.#busy.values()]);
    for (const owner of this.owners.values()) await this.#storeLast(owner);
    await this.#consumer.disconnect();
  }

  /** Again where the group is being shared out anew at that moment, because another worker stops as well. */
  async #storeLast(owner: PartitionOwner): Promise<void> {
    const { worker, log } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      try {
        await worker.tell(owner);
        return await worker.store(owner, this.#commit);
      } catch (error) {
        const { partition } = owner;
        if (tries === lastStoreTries)
          return log.warn(
            { partition, reason: (error as Error).message },
            'a partition was not stored at the stop',
          );
        await sleep(firstRetryMs);
      }
    }
  }

  /** Before the first message of a new assignment: keeps what it had, lets go of the rest, and takes over what is new. */
  #assign(partitions: readonly number[]): void {
    if (this.#isClosing) return;
    const { topic, log } = this.#parts;
    this.#assigned = new Set(partitions);
    for (const partition of [...this.owners.keys()]) {
      if (!this.#assigned.has(partition)) this.#letGo(partition);
    }
    const kept = partitions.filter((partition) => this.owners.has(partition));
    const fresh = partitions.filter((partition) => !this.owners.has(partition));
    for (const partition of kept) this.#goOn(this.owners.get(partition)!);
    if (fresh.length > 0) this.#consumer.pause([{ topic, partitions: fresh }]);
    for (const partition of fresh) {
      if (this.#restoring.has(partition)) continue;
      const restoring = this.#takeOver(partition).finally(() => this.#restoring.delete(partition));
      this.#restoring.set(partition, restoring);
    }
    log.info({ kept, fresh }, 'partitions were given out');
  }

  #letGo(partition: number): void {
    this.owners.get(partition)?.learner.dropRows();
    this.owners.delete(partition);
    this.lag.delete(partition);
  }

  #goOn({ partition, next }: PartitionOwner): void {
    const { topic } = this.#parts;
    this.#consumer.seek({ topic, partition, offset: String(next) });
    this.#consumer.resume([{ topic, partitions: [partition] }]);
  }

  async #takeOver(partition: number): Promise<void> {
    const { log, worker, now } = this.#parts;
    for (let failures = 1; this.#assigned.has(partition); failures += 1) {
      try {
        const began = now();
        const inheritance = await this.#inheritance(partition);
        const { owner, anew } = await takeOver(partition, this.#parts, inheritance, now());
        if (!this.#assigned.has(partition)) return;
        if (anew !== null) await worker.storeBeginning(owner, this.#commit);
        if (!this.#assigned.has(partition)) return;
        owner.learner.keepRows(this.#parts.rows);
        this.owners.set(partition, owner);
        this.#goOn(owner);
        const details = { partition, offset: owner.next, series: owner.learner.learner.size };
        if (anew === null) log.info({ ...details, tookMs: now() - began }, 'took a partition over');
        else log.warn({ ...details, reason: anew }, 'learning a partition anew from the oldest message kept');
        return;
      } catch (error) {
        if (error instanceof PartitionCountChanged) return this.#parts.onFatal(error);
        if (failures === 1)
          log.warn(
            { partition, reason: (error as Error).message },
            'a partition was not taken over; retrying',
          );
        await sleep(backOffMs(failures, firstRetryMs, mostRetryMs));
      }
    }
  }

  /** Asked one after the other: the calls of kafkajs' admin share one record of the cluster. */
  #inheritance(partition: number): Promise<Inheritance> {
    const { admin, topic, groupId } = this.#parts;
    const asked = this.#asking.then(async () => {
      const [group] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const stored = group?.partitions.find((each) => each.partition === partition);
      const kept = (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === partition);
      const pointer = decodePointer(stored?.metadata ?? null);
      const position: Position | null =
        stored === undefined || pointer === null ? null : { offset: Number(stored.offset), pointer };
      return { position, oldest: Number(kept?.low ?? 0) };
    });
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const owner = this.owners.get(payload.batch.partition);
    if (owner === undefined || this.#isClosing) return;
    const work = this.#learn(owner, payload);
    this.#busy.set(
      owner.partition,
      work.catch(() => undefined),
    );
    await work;
  }

  async #learn(owner: PartitionOwner, payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary, isRunning, isStale } = payload;
    const { topic, worker } = this.#parts;
    for (const { offset, value } of batch.messages) {
      if (!isRunning() || isStale() || this.#isClosing) break;
      owner.take(Number(offset), value ?? Buffer.alloc(0));
      resolveOffset(offset);
      await heartbeat();
    }
    this.lag.set(owner.partition, Math.max(0, Number(batch.highWatermark) - owner.next));
    // Storing takes longer than the group waits for a sign of life.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), consumerPace.heartbeatInterval);
    try {
      // Not `consumer.commitOffsets`: that tries again after a rebalance, when the partition may be another worker's.
      await worker.settle(owner, (partition, { offset, pointer }) => {
        const stored = { partition, offset: String(offset), metadata: encodePointer(pointer) };
        return commitOffsetsIfNecessary({ topics: [{ topic, partitions: [stored] }] });
      });
    } finally {
      clearInterval(beat);
    }
  }

  #commit: CommitPosition = (partition, { offset, pointer }) =>
    this.#consumer.commitOffsets([
      { topic: this.#parts.topic, partition, offset: String(offset), metadata: encodePointer(pointer) },
    ]);
}
