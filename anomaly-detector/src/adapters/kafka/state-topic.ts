import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka, Producer } from 'kafkajs';
import { checksumOf, fromChunks, toChunks } from '../../scale-out/state/partition-state.ts';
import type { StoredSnapshot } from '../../scale-out/state/pointer.ts';
import type { SnapshotStore } from '../../scale-out/worker/ports.ts';
import { consumerPace, createProducer, onGivenUp } from './kafka-client.ts';

/** A snapshot that does not come within this time is asked for again: a slow broker has lost nothing. */
const readTimeoutMs = 60_000;
/** One that does not come so many times running is lost, as where the topic was made anew. */
const mostLate = 3;

/** Pieces that are on their way at once. */
const inFlight = 4;

type Reading = {
  stored: StoredSnapshot;
  chunks: (Buffer | undefined)[];
  done: (bytes: Buffer | null) => void;
};

/**
 * Snapshots in a compacted topic, in the partition of the same number. Several keys a piece: none is written again while a snapshot
 * under it is pointed to, or may be. kafkajs reads as a group only, so each process is a group of its own that is paused but
 * while it reads.
 */
export class StateTopic implements SnapshotStore {
  #topic: string;
  #producer: Producer;
  #consumer: Consumer;
  /** The sets of keys of each partition that are not free: first that of the snapshot pointed to, then those of later ones. */
  #taken = new Map<number, number[]>();
  #readings = new Map<number, Reading>();
  /** How many times running the snapshot of a partition did not come. */
  #late = new Map<number, number>();

  constructor(kafka: Kafka, topic: string, groupId: string, onFatal: (error: Error) => void) {
    this.#topic = topic;
    this.#producer = createProducer(kafka);
    this.#consumer = kafka.consumer({
      ...consumerPace,
      groupId: `${groupId}.${randomUUID()}`,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 8 * 1024 * 1024,
    });
    onGivenUp(this.#consumer, onFatal);
  }

  async start(): Promise<void> {
    await Promise.all([this.#producer.connect(), this.#consumer.connect()]);
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
    const joined = new Promise<void>((resolve) => {
      this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => {
        this.#consumer.pause([{ topic: this.#topic }]);
        for (const partition of this.#readings.keys()) this.#begin(partition);
        resolve();
      });
    });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch }) => this.#take(batch),
    });
    await joined;
  }

  async write(partition: number, bytes: Buffer): Promise<StoredSnapshot> {
    const set = this.#freeSet(partition);
    const id = randomUUID();
    const chunks = toChunks(bytes);
    const offsets: number[] = [];
    const send = async (value: Buffer, index: number) => {
      const message = { partition, key: `${set}/${index}`, value, headers: { snapshot: id } };
      const [stored] = await this.#producer.send({ topic: this.#topic, acks: -1, messages: [message] });
      offsets.push(Number(stored!.baseOffset));
    };
    for (let from = 0; from < chunks.length; from += inFlight)
      await Promise.all(chunks.slice(from, from + inFlight).map((chunk, index) => send(chunk, from + index)));
    const checksum = checksumOf(bytes);
    this.#taken.set(partition, [...this.#takenOf(partition).filter((each) => each !== set), set]);
    return { id, chunks: chunks.length, checksum, first: Math.min(...offsets), last: Math.max(...offsets) };
  }

  /** The snapshot written last is the one that is pointed to. */
  committed(partition: number): void {
    this.#taken.set(partition, this.#takenOf(partition).slice(-1));
  }

  /** Rejects where it does not come in time; whoever asks a third time is told that it is lost. */
  read(partition: number, stored: StoredSnapshot): Promise<Buffer | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const times = (this.#late.get(partition) ?? 0) + 1;
        this.#late.set(partition, times);
        if (times < mostLate) reject(this.#giveUp(partition));
        else this.#end(partition);
      }, readTimeoutMs);
      const done = (bytes: Buffer | null) => {
        clearTimeout(timer);
        resolve(bytes);
      };
      this.#readings.set(partition, { stored, chunks: Array(stored.chunks).fill(undefined), done });
      this.#begin(partition);
    });
  }

  async close(): Promise<void> {
    for (const partition of this.#readings.keys()) this.#end(partition);
    await Promise.all([this.#producer.disconnect(), this.#consumer.disconnect()]);
  }

  #takenOf(partition: number): number[] {
    return this.#taken.get(partition) ?? [];
  }

  /** The first that is free: the second where each commit tells whether it was made, a further one for each of which that is not known. */
  #freeSet(partition: number): number {
    const taken = this.#takenOf(partition);
    let set = 0;
    while (taken.includes(set)) set += 1;
    return set;
  }

  #begin(partition: number): void {
    const { stored } = this.#readings.get(partition)!;
    this.#consumer.seek({ topic: this.#topic, partition, offset: String(stored.first) });
    this.#consumer.resume([{ topic: this.#topic, partitions: [partition] }]);
  }

  #take({ partition, messages }: EachBatchPayload['batch']): void {
    const reading = this.#readings.get(partition);
    if (reading === undefined) return;
    const { id, last } = reading.stored;
    for (const { headers, key, value } of messages) {
      if (headers?.snapshot?.toString() !== id) continue;
      const [set, index] = String(key).split('/').map(Number) as [number, number];
      reading.chunks[index] = value ?? undefined;
      this.#taken.set(partition, [set]);
    }
    if (Number(messages.at(-1)?.offset ?? -1) >= last) this.#end(partition);
  }

  #giveUp(partition: number): Error {
    const { chunks = [] } = this.#stop(partition) ?? {};
    const came = chunks.filter((chunk) => chunk !== undefined).length;
    return new Error(
      `expected the snapshot of partition ${partition} within ${readTimeoutMs / 1000} s, got ${came} of its ${chunks.length} pieces`,
    );
  }

  #stop(partition: number): Reading | undefined {
    const reading = this.#readings.get(partition);
    this.#readings.delete(partition);
    if (reading !== undefined) this.#consumer.pause([{ topic: this.#topic, partitions: [partition] }]);
    return reading;
  }

  #end(partition: number): void {
    const reading = this.#stop(partition);
    this.#late.delete(partition);
    reading?.done(fromChunks(reading.chunks, reading.stored.checksum));
  }
}
