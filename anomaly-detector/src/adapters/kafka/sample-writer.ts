import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import type { Series } from '../../contract/index.ts';
import type { Feedback } from '../../scale-out/samples/feedback.ts';
import { type Route, type RoutedMessage, SampleRouter } from '../../scale-out/samples/sample-router.ts';
import { backOffMs } from '../back-off.ts';
import type { Log } from '../log.ts';
import { createProducer } from './kafka-client.ts';

/** Readings are sent together that come within this time. */
const lingerMs = 50;
/** How often every partition is told the time. */
const clockEveryMs = 1_000;
/** Readings kept while the broker is away: some 300 MB at most. Further ones are dropped and counted. */
const mostWaiting = 2_000_000;
const firstRetryMs = 200;
const mostRetryMs = 5_000;

/** Sends readings to the partitions of their series, in order, and tells each partition the time. */
export class SampleWriter {
  #producer: Producer;
  #topic: string;
  #router: SampleRouter;
  #log: Log;
  #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<unknown> = Promise.resolve();
  #inFlight = 0;
  #clockAt = 0;
  #isClosed = false;
  /** Messages given up at the close. */
  #givenUp = 0;
  /** Readings sent, and readings dropped because too many waited. */
  readonly counts = { sent: 0, dropped: 0 };

  constructor(kafka: Kafka, topic: string, partitions: number, log: Log, now: () => number) {
    this.#producer = createProducer(kafka);
    this.#topic = topic;
    this.#router = new SampleRouter(partitions, randomInt(2 ** 32));
    this.#log = log;
    this.#now = now;
  }

  connect(): Promise<void> {
    return this.#producer.connect();
  }

  /** Sends by itself from now on, and tells the time. */
  start(): void {
    this.#schedule();
  }

  /** Takes a reading (epoch ms; NaN for a missing value and an unknown count); it is sent with the next batch. */
  add(series: Series, at: number, value: number, count: number, isJudged: boolean): void {
    this.addTo(this.#router.route(series), at, value, count, isJudged);
  }

  /** The route of a series, for `addTo`. */
  route(series: Series): Route {
    return this.#router.route(series);
  }

  /** The same for a series whose route is at hand. */
  addTo(route: Route, at: number, value: number, count: number, isJudged: boolean): void {
    if (this.#router.waiting + this.#inFlight >= mostWaiting) this.counts.dropped += 1;
    else this.#router.add(route, at, value, count, isJudged);
  }

  /** The next reading of a series does not follow on the last one. */
  pause(route: Route): void {
    this.#router.pause(route, this.#now());
  }

  /** A series is to be forgotten. */
  forget(route: Route): void {
    this.#router.forget(route, this.#now());
  }

  /** Tells whoever learns a series what a person has said of it; resolves as `send` does. */
  say(feedback: Feedback): Promise<boolean> {
    this.#router.say(feedback);
    return this.send(null);
  }

  /** Forgets the series that have had no reading for `idleMs`. */
  forgetIdle(idleMs: number): void {
    this.#router.forgetIdle(this.#now(), idleMs);
  }

  /** Whether a series of this key is known. */
  knows(key: string): boolean {
    return this.#router.knows(key);
  }

  /** Series that are known. */
  get seriesCount(): number {
    return this.#router.size;
  }

  /**
   * Sends what waits, with the time `clock` (epoch ms) for every partition where it is given; resolves once all that waited at the
   * call is stored, by whichever batch, or to false where any of it was given up at the close.
   */
  send(clock: number | null): Promise<boolean> {
    const before = this.#givenUp;
    const sent = this.#sending.then(() => this.#deliver(this.#router.take(clock)));
    this.#sending = sent;
    return sent.then(() => this.#givenUp === before);
  }

  /** Sends what `add` adds; resolves once it is stored, or to false where a reading of it was dropped. */
  async handOn(add: () => void): Promise<boolean> {
    const before = this.counts.dropped;
    add();
    const isWhole = this.counts.dropped === before;
    return (await this.send(null)) && isWhole;
  }

  /** Sends what waits and disconnects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.send(null);
    await this.#producer.disconnect();
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      const isDue = this.#now() - this.#clockAt >= clockEveryMs;
      if (isDue) this.#clockAt = this.#now();
      void this.send(isDue ? this.#now() : null).then(() => this.#schedule());
    }, lingerMs);
  }

  async #deliver(messages: readonly RoutedMessage[]): Promise<void> {
    this.#inFlight = readingsIn(messages);
    for (const round of inRounds(messages)) {
      await this.#store(round);
      this.#inFlight -= readingsIn(round);
    }
  }

  /** Sends again until it is stored: whoever learns it knows a message that it has had. At the close it gives up. */
  async #store(messages: RoutedMessage[]): Promise<void> {
    const readings = readingsIn(messages);
    for (let failures = 1; ; failures += 1) {
      try {
        await this.#producer.send({ topic: this.#topic, acks: -1, messages });
        this.counts.sent += readings;
        return;
      } catch (error) {
        if (failures === 1)
          this.#log.warn(
            { reason: (error as Error).message, readings },
            'readings not stored by Kafka; retrying',
          );
        if (this.#isClosed) {
          this.counts.dropped += readings;
          this.#givenUp += messages.length;
          return;
        }
        await sleep(backOffMs(failures, firstRetryMs, mostRetryMs));
      }
    }
  }
}

const readingsIn = (messages: readonly RoutedMessage[]): number =>
  messages.reduce((sum, message) => sum + message.readings, 0);

/** All that one request carries to a partition is one batch to the broker, and may not be larger than one message is here. */
function inRounds(messages: readonly RoutedMessage[]): RoutedMessage[][] {
  const rounds: RoutedMessage[][] = [];
  const sent = new Map<number, number>();
  for (const message of messages) {
    const round = sent.get(message.partition) ?? 0;
    sent.set(message.partition, round + 1);
    rounds[round] ??= [];
    rounds[round].push(message);
  }
  return rounds;
}
