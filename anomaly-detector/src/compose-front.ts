import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { BusLink } from './adapters/bus-link.ts';
import { ContextPoll } from './adapters/control-plane-context.ts';
import { FrontState } from './adapters/front-state.ts';
import { AlertReader } from './adapters/kafka/alert-reader.ts';
import { createKafka } from './adapters/kafka/kafka-client.ts';
import { ensureTopics, topicNames } from './adapters/kafka/kafka-topics.ts';
import { SampleWriter } from './adapters/kafka/sample-writer.ts';
import { ReportOutbox } from './adapters/report-outbox.ts';
import { ScrapeLoop } from './adapters/scrape-loop.ts';
import type { Config } from './config.ts';
import { createFrontApp } from './http/front-app.ts';
import { Push } from './ingest/push.ts';
import { Scraper } from './ingest/scraper.ts';
import { TargetsFile } from './ingest/targets-file.ts';
import { WrittenRows } from './ingest/written-rows.ts';
import { learnPast } from './past/learn-past.ts';
import { readSources } from './pull/config/sources-file.ts';
import { Pull } from './pull/pull.ts';
import { createPullMetrics } from './pull/pull-metrics.ts';
import { Front } from './scale-out/front/front.ts';
import { WorkerReports } from './scale-out/front/worker-report.ts';
import { Engine } from './services/engine.ts';

const scrapeTimeoutMs = 5_000;
const scrapePatience = 0.8;
const idleTickMs = 1_000;
const forgetEveryMs = 60_000;

/** Builds and starts a front; resolves once it listens. Throws where the port is taken, or Kafka is not as it must be. */
export async function startFront(
  config: Config,
  onFatal: (error: Error) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const log = pino({ name: 'detector-front', level: config.logLevel });
  const now = () => Date.now();
  const startedAt = new Date(now()).toISOString();
  const sources = config.sourcesFile === null ? null : await readSources(config.sourcesFile);
  const names = topicNames(config.topicPrefix);
  const kafka = createKafka(config.busUrl!, 'detector-front', log);
  const admin = kafka.admin();
  await admin.connect();
  await ensureTopics(admin, names, config.partitions);
  await admin.disconnect();

  const engine = new Engine({ entries: config.entryServices, unowned: config.unownedServices });
  const writer = new SampleWriter(kafka, names.samples, config.partitions, log, now);
  await writer.connect();
  const workers = new WorkerReports(config.partitions);
  const outbox =
    config.controlPlaneUrl === null
      ? null
      : new ReportOutbox(config.controlPlaneUrl, config.detectorToken, log);
  const front = new Front(engine, writer, workers, {
    report: (report) => {
      log.info(
        { incident: report.id, title: report.title, recoveredAt: report.recoveredAt },
        'incident report',
      );
      outbox?.add(report);
    },
    // Workers have put it on the bus.
    alert: (alert) => log.info({ series: alert.seriesKey, endsAt: alert.endsAt }, alert.sentence),
  });
  const reader = new AlertReader(kafka, names.alerts, `${config.topicPrefix}detector-front`, {
    change: (change) => front.hear(change, now()),
    report: (report) => workers.hear(report, now()),
    givenUp: onFatal,
  });
  const state = new FrontState(config.dataDir, { front, reader, outbox, log, now });
  await state.restore();

  const bus = new BusLink(config.busUrl!, config.environment, log, (change) => engine.addChanges([change]));
  const context =
    config.controlPlaneUrl === null
      ? null
      : new ContextPoll(
          config.controlPlaneUrl,
          config.detectorToken,
          log,
          ({ switches, changes, resolved }) => {
            engine.setSwitches(switches);
            engine.setResolved(resolved);
            engine.addChanges(changes);
          },
        );
  const scraper = new Scraper(scrapeTimeoutMs, now);
  const fetched = new WrittenRows(config.limits.seriesPerTenant);
  const taught = new WrittenRows(config.limits.seriesPerTenant);
  const push = new Push(config.limits, front.learning(now), () => randomBytes(4).readInt32LE());
  const registry = new Registry();
  const pull =
    sources === null
      ? null
      : new Pull(sources, {
          now,
          log,
          metrics: createPullMetrics(registry),
          takeSeries: (series) => {
            const at = now();
            const samples = series.reduce((sum, { samples: own }) => sum + own.length, 0);
            front.take(fetched.take(series, at), samples, at);
          },
          takeReadings: (readings) => front.take(readings, readings.length, now()),
          learn: (readings) => front.learn(readings),
          learntUpTo: (keyStart) => writer.sentUpTo(keyStart),
        });
  const targets =
    config.targetsFile === null
      ? null
      : new TargetsFile(config.targetsFile, (problem) => log.warn({ file: config.targetsFile }, problem));
  const loop =
    targets === null
      ? null
      : new ScrapeLoop(
          config.scrapeIntervalMs,
          now,
          async () => {
            const list = await targets.current();
            const round = await scraper.scrape(list, config.scrapeIntervalMs * scrapePatience);
            front.take(round.readings, round.samples, now());
          },
          log,
        );
  const app = createFrontApp({
    front,
    workers,
    writer,
    partitions: config.partitions,
    log,
    registry,
    now,
    push,
    written: (samples) => {
      front.counts.samples += samples;
    },
    learnPast: (past) =>
      learnPast(past, {
        readingsOf: (series, at) => taught.take(series, at),
        learn: (readings) => front.learn(readings),
      }),
    status: () => ({
      startedAt,
      samplesPerSecond: front.samplesPerSecond(now()),
      ...front.status(now()),
      targets: [...scraper.status(), ...(pull?.status() ?? [])].map(({ lastScrapeAt, ...target }) => ({
        ...target,
        lastScrapeAt: lastScrapeAt === null ? null : new Date(lastScrapeAt).toISOString(),
      })),
    }),
  });
  const url = await app.listen({ host: config.host, port: config.port });
  const idle = setInterval(() => {
    push.flush(now());
    front.take(fetched.flush(now()), 0, now());
  }, idleTickMs);
  const forgetting = setInterval(() => {
    push.forget(now());
    fetched.forget(now());
    taught.forget(now());
    // What is scraped or asked for is known to nobody else.
    writer.forgetIdle(config.limits.forgetAfterMs);
  }, forgetEveryMs);
  await reader.start();
  writer.start();
  loop?.start();
  pull?.start();
  context?.start();
  bus.start();
  state.start();
  log.info({ url, partitions: config.partitions }, 'the front is running');

  return {
    url,
    close: async () => {
      clearInterval(idle);
      clearInterval(forgetting);
      context?.close();
      await loop?.close();
      await pull?.close();
      await app.close();
      await writer.close();
      await outbox?.close();
      await state.close();
      await Promise.all([reader.close(), bus.close()]);
    },
  };
}
