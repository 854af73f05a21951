import { randomBytes } from 'node:crypto';
import { Registry } from 'prom-client';
import type { Log } from '../adapters/log.ts';
import { ScrapeLoop } from '../adapters/scrape-loop.ts';
import type { Config } from '../config.ts';
import type { Past, Taught } from '../contract/index.ts';
import { Push } from '../ingest/push.ts';
import { Scraper, type TargetStatus } from '../ingest/scraper.ts';
import type { Learning } from '../ingest/series/learning.ts';
import { TargetsFile } from '../ingest/targets-file.ts';
import { WrittenRows } from '../ingest/written-rows.ts';
import { learnPast, type SeriesRoom } from '../past/learn-past.ts';
import type { Sources } from '../pull/config/sources-file.ts';
import { Pull } from '../pull/pull.ts';
import { createPullMetrics } from '../pull/pull-metrics.ts';
import type { TaughtUpTo } from '../pull/taught-up-to.ts';
import type { Reading } from '../services/learner.ts';
import { SeriesLimit } from '../services/series-limit.ts';

/** Who learns what is taken in: this process, or the workers behind Kafka; times in epoch ms. */
export type Learners = {
  take(readings: readonly Reading[], samples: number, now: number): void;
  learn(readings: readonly Reading[]): number;
  /** Resolves to whether all that `hand` hands on is kept; where it is learnt at once that needs no asking. */
  handOn?(hand: () => void): Promise<boolean>;
  /** Up to when a Prometheus has been learnt. */
  taught: TaughtUpTo;
  /** What is pushed goes here. */
  pushed: Learning;
  forgetIdle(now: number): void;
  /** How many series may be taught, and which are known. */
  room: SeriesRoom;
};

/** What the intake is made of. */
export type IntakeParts = {
  config: Config;
  sources: Sources | null;
  learners: Learners;
  log: Log;
  now(): number;
};

/** Metrics by every way in: scraped from targets, fetched from sources, pushed, and taught from the past. */
export type Intake = {
  push: Push;
  registry: Registry;
  learnPast(past: Past): Taught;
  targets(): TargetStatus[];
  start(): void;
  /** Waits for what is in hand. */
  close(): Promise<void>;
};

const forgetEveryMs = 60_000;
/** A process that takes longer to show its metrics is down; until then its row is late. */
const scrapeTimeoutMs = 5_000;
/** Share of the interval in which rows are waited for. */
const scrapePatience = 0.8;
/** Rows of remote writes must be completed, and incidents moved on, also while nothing is scraped. */
const idleTickMs = 1_000;

/** Builds every way in; nothing is fetched before `start`. */
export function createIntake({ config, sources, learners, log, now }: IntakeParts): Intake {
  const { limits, targetsFile, scrapeIntervalMs } = config;
  const registry = new Registry();
  const metrics = createPullMetrics(registry);
  const scraper = new Scraper(scrapeTimeoutMs, now);
  const fetched = new WrittenRows(limits.seriesPerTenant);
  const taught = new WrittenRows(limits.seriesPerTenant);
  const polled = new SeriesLimit(limits.seriesPerTenant);
  const push = new Push(limits, learners.pushed, () => randomBytes(4).readInt32LE());
  const admitted = (readings: readonly Reading[], everyMs: number) => {
    const kept = polled.admit(readings, now(), everyMs);
    metrics.refusedValues.inc(readings.length - kept.length);
    return kept;
  };
  const handOn =
    learners.handOn ??
    (async (hand: () => void) => {
      hand();
      return true;
    });
  const pull =
    sources === null
      ? null
      : new Pull(sources, {
          now,
          log,
          metrics,
          takeSeries: (series) => {
            const at = now();
            const samples = series.reduce((sum, { samples: own }) => sum + own.length, 0);
            const refused = fetched.dropped;
            learners.take(fetched.take(series, at), samples, at);
            metrics.refusedSamples.inc(fetched.dropped - refused);
          },
          takeReadings: (readings, everyMs) => {
            const passed = admitted(readings, everyMs);
            return handOn(() => learners.take(passed, readings.length, now()));
          },
          learn: async (readings, everyMs) => {
            const passed = admitted(readings, everyMs);
            let learnt = 0;
            const isKept = await handOn(() => {
              learnt = learners.learn(passed);
            });
            if (!isKept)
              throw new Error(
                'expected to store all that was learnt, got some dropped: it is asked for again',
              );
            return learnt;
          },
          taught: learners.taught,
        });
  const targets =
    targetsFile === null
      ? null
      : new TargetsFile(targetsFile, (problem) => log.warn({ file: targetsFile }, problem));
  const scrape = async (file: TargetsFile) => {
    const round = await scraper.scrape(await file.current(), scrapeIntervalMs * scrapePatience);
    learners.take(round.readings, round.samples, now());
  };
  const loop = targets === null ? null : new ScrapeLoop(scrapeIntervalMs, now, () => scrape(targets), log);
  const timers: NodeJS.Timeout[] = [];
  return {
    push,
    registry,
    learnPast: (past) =>
      learnPast(past, {
        readingsOf: (series, at) => taught.take(series, at),
        learn: (readings) => learners.learn(readings),
        refused: () => taught.dropped,
        latest: () => now() + limits.futureMs,
        room: learners.room,
      }),
    targets: () => [...scraper.status(), ...(pull?.status() ?? [])],
    start: () => {
      const tick = () => {
        push.flush(now());
        learners.take(fetched.flush(now()), 0, now());
      };
      const forget = () => {
        push.forget(now());
        fetched.forget(now());
        taught.forget(now());
        polled.forget(now(), limits.forgetAfterMs);
        learners.forgetIdle(now());
      };
      timers.push(setInterval(tick, idleTickMs), setInterval(forget, forgetEveryMs));
      loop?.start();
      pull?.start();
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await loop?.close();
      await pull?.close();
    },
  };
}
