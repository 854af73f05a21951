import type { SubscribeOptions } from '../bus.ts';
import type { ConsumerClock } from '../consumer-clock.ts';
import { deadLetterHeaders, deadLetterTopic } from '../dead-letter.ts';
import type { BusEvent } from '../event.ts';
import { handleEvent } from '../handle-event.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisParts } from './redis-parts.ts';
import { publishToStreams } from './redis-publish.ts';
import { fromFields } from './redis-record.ts';
import type { StreamEntry } from './redis-scripts.ts';

const entriesPerFetch = 50;

/** Who works on which partition, and how it learns that its lease is over. */
export interface Work {
  parts: RedisParts;
  topic: string;
  options: SubscribeOptions;
  member: string;
  clock: ConsumerClock;
  /** Aborted when the subscription closes. */
  stop: AbortSignal;
  /** Whether the lease of the partition is surely still ours. */
  isHeld(partition: number): boolean;
}

/** Handles what one leased partition holds, first what a former holder left unfinished; one event at a time. */
export class PartitionWorker {
  readonly #work: Work;
  readonly #partition: number;
  #hasRecovered = false;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(work: Work, partition: number) {
    this.#work = work;
    this.#partition = partition;
  }

  /** Looks for entries now; a call while it looks makes it look once more. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again && this.#mayGoOn()) this.wake();
    });
  }

  /** Begins the next look with what a former holder of the lease left unfinished. */
  recoverFirst(): void {
    this.#hasRecovered = false;
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { parts, topic, options } = this.#work;
    try {
      while (this.#again && this.#mayGoOn()) {
        this.#again = false;
        if (!this.#hasRecovered) this.#hasRecovered = await this.#drain('0');
        if (this.#hasRecovered) await this.#drain('>');
      }
    } catch (cause) {
      this.#again = false;
      if (!this.#mayGoOn()) return;
      const error = cause instanceof Error ? cause : new Error(String(cause));
      if (error.message.includes('NOGROUP'))
        await parts.topics.ensureGroup(topic, options.group, 'beginning').catch(() => undefined);
      this.#hasRecovered = false;
      parts.log('warn', 'reading the stream failed, the next beat tries again', {
        topic,
        partition: this.#partition,
        error: error.message,
      });
    }
  }

  /** Fetches from `0` (pending) or `>` (new) until nothing is left; false when it had to stop before. */
  async #drain(from: '0' | '>'): Promise<boolean> {
    const { parts, topic, options, member } = this.#work;
    const lease = redisKeys.lease(topic, options.group, this.#partition);
    const stream = redisKeys.stream(topic, this.#partition);
    for (;;) {
      if (!this.#mayGoOn()) return false;
      const entries = await parts.redis.busFetch(lease, stream, member, options.group, from, entriesPerFetch);
      if (entries === null) return false;
      if (entries.length === 0) return true;
      for (const entry of entries) if (!(await this.#take(stream, entry))) return false;
    }
  }

  async #take(stream: string, [id, fields]: StreamEntry): Promise<boolean> {
    if (!this.#mayGoOn()) return this.#leaveForLater();
    const { parts, options } = this.#work;
    if (fields !== null && !(await this.#handle(id, fields))) return this.#leaveForLater();
    await parts.redis.xack(stream, options.group, id);
    return true;
  }

  async #handle(id: string, fields: string[]): Promise<boolean> {
    const { parts, topic, options, clock, stop } = this.#work;
    const record = fromFields(id, fields);
    if (!record.readable) {
      await this.#bury(record.event, record.error);
      return true;
    }
    clock.begin(this.#partition, record.event.time);
    const delivery = { topic, group: options.group, partition: this.#partition };
    const handled = await handleEvent(record.event, delivery, options, stop, parts.log).finally(() =>
      clock.end(this.#partition),
    );
    if (handled.outcome === 'failed') await this.#bury(record.event, handled.error);
    return handled.outcome !== 'stopped';
  }

  /** The entry stays pending: whoever holds the lease next begins with the pending ones. */
  #leaveForLater(): false {
    this.#hasRecovered = false;
    return false;
  }

  async #bury(event: BusEvent, error: Error): Promise<void> {
    const { parts, topic, options } = this.#work;
    const headers = deadLetterHeaders({ topic, group: options.group, error: error.message });
    await publishToStreams(parts.redis, parts.topics, deadLetterTopic(topic), [event], headers);
  }

  #mayGoOn(): boolean {
    return !this.#work.stop.aborted && this.#work.isHeld(this.#partition);
  }
}
