import { setImmediate as breathe } from 'node:timers/promises';
import type { Reading } from '../../services/learner.ts';
import type { PollQuery, PrometheusConfig } from '../config/prometheus-config.ts';
import type { PullParts } from '../parts.ts';
import { type QueriedSeries, queryAt } from './api.ts';
import { fetchHistory } from './history.ts';
import { keyStart, readingsOf } from './polled-series.ts';

/** What has been learnt up to so recently is gone on with: what happened in between is not taken for healthy. */
const freshMs = 30 * 60_000;
/** Readings learnt at a stretch, before others get their turn. */
const batch = 5_000;
/** How long to wait after the history could not be had. */
const retryMs = 30_000;

/** Series of one query: more are told apart by too many labels. */
const mostSeries = 10_000;

/** Learns the past of one query, then asks it again at each multiple of its interval. */
export class QueryPoll {
  #prometheus: PrometheusConfig;
  #query: PollQuery;
  #parts: PullParts;
  /** The readings of the last answer. */
  #last = new Map<string, Reading>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The moment (epoch ms) that is asked for next. */
  #dueAt = 0;
  #told = '';
  #closed = Promise.withResolvers<number>();
  #isClosed = false;

  constructor(prometheus: PrometheusConfig, query: PollQuery, parts: PullParts) {
    this.#prometheus = prometheus;
    this.#query = query;
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#importHistory();
  }

  /** Waits for the question in hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    // What is learnt may wait for Kafka for as long as that is away.
    this.#closed.resolve(0);
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #importHistory(): Promise<void> {
    const { now, taught, metrics, log } = this.#parts;
    const { name, query, interval } = this.#query;
    const to = Math.floor(now() / interval) * interval;
    const learnt = taught.of(keyStart(name));
    if (now() - learnt < freshMs) return this.#wait();
    const after = Math.max(to - this.#prometheus.history, learnt + 1);
    const from = Math.ceil(after / interval) * interval;
    try {
      let rows = 0;
      for await (const answer of fetchHistory(this.#prometheus, query, { from, to, stepMs: interval })) {
        const readings = readingsOf(this.#query, bounded(answer));
        rows += await Promise.race([this.#learn(readings), this.#closed.promise]);
        if (this.#isClosed) return;
        this.#note(readings);
      }
      metrics.imported.inc(rows);
      log.info({ query: name, rows }, 'learnt from the history of a Prometheus');
      this.#wait();
    } catch (error) {
      this.#fail(error as Error, 'the past of a Prometheus could not be learnt');
      this.#again(retryMs, () => this.#importHistory());
    }
  }

  async #learn(readings: readonly Reading[]): Promise<number> {
    let rows = 0;
    for (let start = 0; start < readings.length && !this.#isClosed; start += batch) {
      rows += await this.#parts.learn(readings.slice(start, start + batch), this.#query.interval);
      await breathe();
    }
    return rows;
  }

  /** An answer has been learnt with all its series. */
  #note(readings: readonly Reading[]): void {
    const last = readings.reduce((latest, { at }) => Math.max(latest, at), 0);
    this.#parts.taught.note(keyStart(this.#query.name), last);
  }

  #wait(): void {
    const { interval } = this.#query;
    const now = this.#parts.now();
    // A timer may fire a little early: what was asked for then is not asked for again.
    this.#dueAt = (Math.floor(Math.max(now, this.#dueAt) / interval) + 1) * interval;
    this.#again(this.#dueAt - now, () => this.#poll());
  }

  #again(delayMs: number, step: () => Promise<void>): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#running = step();
    }, delayMs);
  }

  async #poll(): Promise<void> {
    const { now, takeReadings, metrics } = this.#parts;
    const { name, query, interval } = this.#query;
    const begunAt = now();
    const at = this.#dueAt;
    try {
      const readings = readingsOf(this.#query, bounded(await queryAt(this.#prometheus, query, at)));
      metrics.pollSeconds.observe({ query: name }, (now() - begunAt) / 1000);
      if (!this.#isClosed)
        void takeReadings([...readings, ...this.#goneSince(readings, at)], interval).then(
          (isKept) => isKept && this.#note(readings),
        );
      this.#told = '';
    } catch (error) {
      this.#fail(error as Error, 'a Prometheus does not answer');
    }
    this.#wait();
  }

  /** A row without a value for each series that the last answer had and this one has not. */
  #goneSince(readings: readonly Reading[], at: number): Reading[] {
    const present = new Map(readings.map((reading) => [reading.series.key, reading]));
    const gone = [...this.#last.values()].filter(({ series }) => !present.has(series.key));
    this.#last = present;
    return gone.map(({ series }) => ({ series, at, value: Number.NaN, count: Number.NaN }));
  }

  #fail({ message }: Error, what: string): void {
    const { metrics, log } = this.#parts;
    metrics.pollFailures.inc({ query: this.#query.name });
    if (message !== this.#told) log.warn({ query: this.#query.name, reason: message }, what);
    this.#told = message;
  }
}

function bounded(answer: QueriedSeries[]): QueriedSeries[] {
  if (answer.length <= mostSeries) return answer;
  throw new Error(`expected at most ${mostSeries} series, got ${answer.length}: sum them up by fewer labels`);
}
