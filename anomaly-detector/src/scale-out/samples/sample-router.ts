import type { Series } from '../../contract/index.ts';
import { type Feedback, seriesOf } from './feedback.ts';
import { PendingPartition } from './pending-partition.ts';
import { mark } from './samples-message.ts';
import { placeOf } from './series-id.ts';

/** A message of readings and where it goes. */
export type RoutedMessage = { partition: number; value: Buffer; readings: number };

/** A series on its way to whoever learns it. */
export type Route = {
  readonly series: Series;
  readonly partition: number;
  readonly id: number;
  /** Epoch ms of the reading with which it was introduced last, NaN where it is to be introduced. */
  declaredAt: number;
  wasJudged: boolean;
  /** Epoch ms of the newest reading; 0 before the first. */
  lastAt: number;
  /** The newest reading when idleness was looked for last, and since when (epoch ms of our own time) it has been that. */
  seenAt: number;
  sameSince: number;
};

/** A series is introduced again this often, so that who begins at the oldest message kept soon knows it. */
const declareEveryMs = 10 * 60_000;
/** A record may hold a mebibyte; a single declaration fits into what is left. */
const fullBytes = 700_000;

/** Gathers readings by partition; each series keeps its order, because it keeps its partition. */
export class SampleRouter {
  #partitions: PendingPartition[];
  #routes = new Map<string, Route>();
  #sender: number;
  #full: RoutedMessage[] = [];
  /** Partitions whose waiting message forgets series. */
  #forgetting = new Set<number>();
  /** Readings that wait to be sent. */
  waiting = 0;

  /** `sender` is a number of 32 bits that no other front and no earlier run has. */
  constructor(partitions: number, sender: number) {
    this.#partitions = Array.from({ length: partitions }, () => new PendingPartition());
    this.#sender = sender;
  }

  /** Series that are known. */
  get size(): number {
    return this.#routes.size;
  }

  knows(key: string): boolean {
    return this.#routes.has(key);
  }

  /** The route of a series. */
  route(series: Series): Route {
    const known = this.#routes.get(series.key);
    if (known !== undefined) return known;
    const place = placeOf(series.key, this.#partitions.length);
    const route = { series, ...place, ...unread() };
    this.#routes.set(series.key, route);
    return route;
  }

  /** Takes a reading (epoch ms; NaN for a missing value and for an unknown count); one that is not judged raises no alert. */
  add(route: Route, at: number, value: number, count: number, isJudged: boolean): void {
    const pending = this.#partitions[route.partition]!;
    const isOtherwise = route.wasJudged !== isJudged && !Number.isNaN(route.declaredAt);
    const isNews = isOtherwise || !(at - route.declaredAt < declareEveryMs);
    if (isNews) {
      // Introductions count for all readings of a message: what came before goes ahead.
      if (isOtherwise || this.#forgetting.has(route.partition)) this.#close(route.partition, Number.NaN);
      route.declaredAt = at;
      route.wasJudged = isJudged;
      this.#routes.set(route.series.key, route);
    }
    pending.add(route.id, at, value, count, isNews ? { series: route.series, isJudged } : null);
    route.lastAt = Math.max(route.lastAt, at);
    this.waiting += 1;
    if (pending.bytes >= fullBytes) this.#close(route.partition, Number.NaN);
  }

  /** The next reading does not follow on the last one. */
  pause(route: Route, now: number): void {
    if (!Number.isNaN(route.declaredAt)) this.#tell(route, now, mark.pause);
  }

  /** The series is to be forgotten; read again, it is introduced again. */
  forget(route: Route, now: number): void {
    if (!Number.isNaN(route.declaredAt)) this.#tell(route, now, mark.forget);
    this.#forgetting.add(route.partition);
    route.declaredAt = Number.NaN;
    this.#routes.delete(route.series.key);
  }

  /** Forgets the series whose newest reading has been the same for `idleMs` of our own time; to be called about once a minute. */
  forgetIdle(now: number, idleMs: number): void {
    for (const route of this.#routes.values()) {
      if (route.seenAt !== route.lastAt) {
        route.seenAt = route.lastAt;
        route.sameSince = now;
      } else if (now - route.sameSince > idleMs) this.forget(route, now);
    }
  }

  /** Tells whoever learns a series what a person has said of it; what came before goes ahead. */
  say(feedback: Feedback): void {
    const { partition } = placeOf(seriesOf(feedback), this.#partitions.length);
    const pending = this.#partitions[partition]!;
    if (pending.length > 0) this.#close(partition, Number.NaN);
    pending.say(feedback);
  }

  /** Takes out what waits; with a `clock` (epoch ms) every partition gets a message that tells it. */
  take(clock: number | null): RoutedMessage[] {
    this.#partitions.forEach((pending, partition) => {
      if (!pending.isEmpty || clock !== null) this.#close(partition, clock ?? Number.NaN);
    });
    const messages = this.#full;
    this.#full = [];
    this.waiting = 0;
    return messages;
  }

  #tell(route: Route, now: number, what: number): void {
    this.#partitions[route.partition]!.add(route.id, now, Number.NaN, what, null);
    this.waiting += 1;
  }

  #close(partition: number, clock: number): void {
    const pending = this.#partitions[partition]!;
    const readings = pending.length;
    this.#forgetting.delete(partition);
    this.#full.push({ partition, value: pending.encode(this.#sender, clock), readings });
  }
}

const unread = () => ({
  declaredAt: Number.NaN,
  wasJudged: true,
  lastAt: 0,
  seenAt: Number.NaN,
  sameSince: 0,
});
