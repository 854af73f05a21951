import { randomUUID } from 'node:crypto';
import { setInterval } from 'node:timers';
import type { SubscribeOptions, Subscription } from '../bus.ts';
import { createConsumerClock } from '../consumer-clock.ts';
import { PartitionWorker } from './partition-worker.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisParts } from './redis-parts.ts';
import { leaseStates } from './redis-scripts.ts';

/** Starts a member of the group: it beats, holds the leases of its share of the partitions, and works on those. */
export async function subscribeRedis(
  parts: RedisParts,
  topic: string,
  options: SubscribeOptions,
): Promise<Subscription> {
  await parts.topics.ensureGroup(topic, options.group, options.from ?? 'beginning');
  const membership = new Membership(parts, topic, options, await parts.topics.partitionsOf(topic));
  await membership.begin();
  return membership;
}

/** In the place of a time: the lease is ours, and being given back. */
const handingOver = -1;

class Membership implements Subscription {
  readonly #parts: RedisParts;
  readonly #topic: string;
  readonly #options: SubscribeOptions;
  readonly #member: string;
  readonly #stop = new AbortController();
  readonly #clock = createConsumerClock();
  readonly #workers: PartitionWorker[];
  /** Until when (performance.now) each lease is surely ours; 0 where it is not, or {@link handingOver}. */
  readonly #heldUntil: number[];
  readonly #releasing = new Set<Promise<void>>();
  #beating: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #sleep: () => void = () => undefined;

  constructor(parts: RedisParts, topic: string, options: SubscribeOptions, partitions: number) {
    this.#parts = parts;
    this.#topic = topic;
    this.#options = options;
    this.#member = `${parts.clientId}-${randomUUID()}`;
    this.#heldUntil = new Array<number>(partitions).fill(0);
    const work = {
      parts,
      topic,
      options,
      member: this.#member,
      clock: this.#clock,
      stop: this.#stop.signal,
      isHeld: (partition: number) => performance.now() < this.#heldUntil[partition]!,
    };
    this.#workers = this.#heldUntil.map((_, partition) => new PartitionWorker(work, partition));
  }

  async begin(): Promise<void> {
    this.#sleep = await this.#parts.onWake(this.#topic, () => this.#wakeHeld());
    await this.#beat();
    const everyMs = Math.min(1_000, this.#parts.sessionTimeoutMs / 4);
    this.#timer = setInterval(() => this.#beatAgain(), everyMs);
  }

  lagSeconds(): number {
    return this.#clock.lagSeconds(Date.now());
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    clearInterval(this.#timer);
    this.#sleep();
    await this.#beating;
    await Promise.all(this.#workers.map((worker) => worker.idle()));
    await Promise.all(this.#releasing);
    await Promise.all(this.#heldUntil.map((until, partition) => until > 0 && this.#release(partition))).catch(
      () => undefined,
    );
    await this.#parts.redis
      .zrem(redisKeys.members(this.#topic, this.#options.group), this.#member)
      .catch(() => undefined);
  }

  #beatAgain(): void {
    this.#beating = this.#beating
      .then(() => this.#beat())
      .catch((error: Error) => {
        this.#parts.log('warn', 'the beat of a consumer failed', {
          topic: this.#topic,
          error: error.message,
        });
      });
  }

  async #beat(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const sentAt = performance.now();
    const leases = this.#heldUntil.map((_, partition) => this.#lease(partition));
    const keys = [redisKeys.members(this.#topic, this.#options.group), ...leases];
    const states = await this.#parts.redis.busBeat(
      keys.length,
      ...keys,
      this.#member,
      this.#parts.sessionTimeoutMs,
    );
    for (const [partition, state] of states.entries()) this.#applyState(partition, state, sentAt);
    this.#wakeHeld();
  }

  #applyState(partition: number, state: number, sentAt: number): void {
    const until = this.#heldUntil[partition]!;
    if (state === leaseStates.none) this.#heldUntil[partition] = 0;
    else if (state === leaseStates.held) {
      // Another member may have held the lease in between, and died with entries in hand.
      if (until <= performance.now()) this.#workers[partition]!.recoverFirst();
      this.#heldUntil[partition] = sentAt + this.#parts.sessionTimeoutMs;
    } else if (until !== handingOver) this.#handOver(partition);
  }

  /** Lets the event in hand finish, then gives the lease to whom it is due; where that fails, the next beat tries again. */
  #handOver(partition: number): void {
    this.#heldUntil[partition] = handingOver;
    const released = this.#workers[partition]!.idle()
      .then(() => this.#release(partition))
      .catch(() => undefined)
      .finally(() => {
        if (this.#heldUntil[partition] === handingOver) this.#heldUntil[partition] = 0;
        this.#releasing.delete(released);
      });
    this.#releasing.add(released);
  }

  async #release(partition: number): Promise<void> {
    await this.#parts.redis.busRelease(this.#lease(partition), this.#member);
    this.#heldUntil[partition] = 0;
  }

  #wakeHeld(): void {
    const now = performance.now();
    for (const [partition, until] of this.#heldUntil.entries())
      if (until > now) this.#workers[partition]!.wake();
  }

  #lease(partition: number): string {
    return redisKeys.lease(this.#topic, this.#options.group, partition);
  }
}
