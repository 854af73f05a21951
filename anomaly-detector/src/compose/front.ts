import { pino } from 'pino';
import { FrontState } from '../adapters/front-state.ts';
import { AlertReader } from '../adapters/kafka/alert-reader.ts';
import { createKafka } from '../adapters/kafka/kafka-client.ts';
import { ensureTopics, topicNames } from '../adapters/kafka/kafka-topics.ts';
import { SampleWriter } from '../adapters/kafka/sample-writer.ts';
import { keptAnomalies } from '../adapters/kept-anomalies.ts';
import { KeptJson } from '../adapters/kept-json.ts';
import { keptTaught } from '../adapters/kept-taught.ts';
import type { Config } from '../config.ts';
import { createFrontApp } from '../http/front-app.ts';
import { toldTarget } from '../ingest/told-target.ts';
import { readSources } from '../pull/config/sources-file.ts';
import { TaughtUpTo } from '../pull/taught-up-to.ts';
import { Front } from '../scale-out/front/front.ts';
import { WorkerReports } from '../scale-out/front/worker-report.ts';
import { stateLayout } from '../scale-out/state/partition-state.ts';
import { Engine } from '../services/engine.ts';
import { AnomalyLog } from '../store/anomaly-log.ts';
import { createIntake } from './intake.ts';
import { linkOutside } from './outside.ts';

const mostAnomalies = 10_000;

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
  const outside = linkOutside(config, engine, log);
  const { outbox } = outside;
  const anomalies = new AnomalyLog(mostAnomalies);
  const front = new Front(engine, writer, workers, {
    report: outside.report,
    goesOn: (alert) => anomalies.refresh(alert),
    // Workers have put it on the bus.
    alert: (alert) => {
      anomalies.take(alert);
      log.info({ series: alert.seriesKey, endsAt: alert.endsAt }, alert.sentence);
    },
  });
  const reader = new AlertReader(kafka, names.alerts, `${config.topicPrefix}detector-front`, {
    change: (change) => front.hear(change, now()),
    report: (report) => workers.hear(report, now()),
    givenUp: onFatal,
  });
  // Workers tell of each that has ended, also of one that ended while no front heard it.
  const anomalyFile = new KeptJson(
    keptAnomalies(config.dataDir, anomalies, { now, isHeld: () => true }),
    log,
  );
  const state = new FrontState(config.dataDir, { front, reader, anomalies: anomalyFile, outbox, log, now });
  await state.restore();

  const taught = new TaughtUpTo();
  const taughtFile = new KeptJson(keptTaught(config.dataDir, taught, `${names.state} ${stateLayout}`), log);
  await taughtFile.restore();
  const intake = createIntake({
    config,
    sources,
    log,
    now,
    learners: {
      take: (readings, samples, at) => front.take(readings, samples, at),
      learn: (readings) => front.learn(readings),
      // Only what Kafka has stored has been taught.
      handOn: (hand) => writer.handOn(hand),
      taught,
      pushed: front.learning(now),
      // What is scraped or asked for is known to nobody else.
      forgetIdle: () => writer.forgetIdle(config.limits.forgetAfterMs),
      room: {
        most: config.limits.seriesPerTenant,
        count: () => writer.seriesCount,
        has: (key) => writer.knows(key),
      },
    },
  });
  const app = createFrontApp({
    front,
    workers,
    writer,
    anomalies,
    partitions: config.partitions,
    log,
    registry: intake.registry,
    now,
    push: intake.push,
    written: (samples) => {
      front.counts.samples += samples;
    },
    learnPast: intake.learnPast,
    status: () => ({
      startedAt,
      samplesPerSecond: front.samplesPerSecond(now()),
      ...front.status(now()),
      targets: intake.targets().map(toldTarget),
    }),
  });
  const url = await app.listen({ host: config.host, port: config.port });
  await reader.start();
  writer.start();
  intake.start();
  outside.start();
  state.start();
  taughtFile.start();
  log.info({ url, partitions: config.partitions }, 'the front is running');

  return {
    url,
    close: async () => {
      outside.deafen();
      await intake.close();
      await app.close();
      await writer.close();
      await outbox?.close();
      await state.close();
      await taughtFile.close();
      await Promise.all([reader.close(), outside.bus?.close()]);
    },
  };
}
