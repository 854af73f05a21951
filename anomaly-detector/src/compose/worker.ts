import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { AlertWriter } from '../adapters/kafka/alert-writer.ts';
import { deadLetterWriter } from '../adapters/kafka/dead-letter-writer.ts';
import { createKafka, createProducer } from '../adapters/kafka/kafka-client.ts';
import { ensureTopics, topicNames } from '../adapters/kafka/kafka-topics.ts';
import { SampleReader } from '../adapters/kafka/sample-reader.ts';
import { StateTopic } from '../adapters/kafka/state-topic.ts';
import type { Config } from '../config.ts';
import { createWorkerApp } from '../http/worker-app.ts';
import { readSources } from '../pull/config/sources-file.ts';
import { PartitionWorker } from '../scale-out/worker/partition-worker.ts';
import { reportOf } from '../scale-out/worker/report-of.ts';
import { WorkerBands } from '../scale-out/worker/worker-bands.ts';
import { AlertPolicy } from '../services/alert-policy.ts';
import { History } from '../store/history.ts';

const reportEveryMs = 3_000;
/** Of each series at most, for charts: twelve hours at ten seconds, within the memory that is set. */
const rowsKept = 4_320;

/** The consumer group of the workers. */
export const workerGroup = (prefix: string): string => `${prefix}detector-workers`;

/** Builds and starts a worker; resolves once it listens and has joined the group. Throws where Kafka is not as it must be. */
export async function startWorker(
  config: Config,
  onFatal: (error: Error) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const log = pino({ name: 'detector-worker', level: config.logLevel });
  const now = () => Date.now();
  const url = config.busUrl!;
  // Only what it says about series: a front fetches.
  const sources = config.sourcesFile === null ? null : await readSources(config.sourcesFile);
  const names = topicNames(config.topicPrefix);
  const groupId = workerGroup(config.topicPrefix);
  const kafka = createKafka(url, 'detector-worker', log);
  const admin = kafka.admin();
  const producer = createProducer(kafka);
  await Promise.all([admin.connect(), producer.connect()]);
  await ensureTopics(admin, names, config.partitions);
  const store = new StateTopic(kafka, names.state, groupId, onFatal);
  const [alerts] = await Promise.all([
    AlertWriter.open(url, names.alerts, config.environment),
    store.start(),
  ]);
  const worker = new PartitionWorker({
    partitions: config.partitions,
    snapshotEveryMs: config.snapshotIntervalMs,
    store,
    alerts,
    deadLetters: deadLetterWriter(producer, names.samples, groupId, names.deadLetters),
    now,
  });
  const history = new History(rowsKept, config.limits.historyMb * 1024 * 1024);
  const reader = new SampleReader({
    kafka,
    admin,
    topic: names.samples,
    groupId,
    partitions: config.partitions,
    worker,
    store,
    policy: new AlertPolicy(sources?.rules),
    log,
    now,
    rows: {
      track: (key) => history.track(key),
      add: (track, learnt) => history.add(track, learnt, learnt.alert.held !== null, now()),
      forget: (keys) => history.forget(keys),
    },
    onFatal,
  });
  const app = createWorkerApp({
    log,
    reader,
    worker,
    now,
    bands: new WorkerBands(reader.owners, history, config.partitions),
  });
  const listening = await app.listen({ host: config.host, port: config.port });
  await reader.start();
  const id = randomUUID();
  const reporting = setInterval(() => {
    const report = reportOf(id, config.workerUrl ?? listening, [...reader.owners.values()]);
    // The front misses one report without harm.
    void alerts.report(report).catch(() => undefined);
  }, reportEveryMs);
  log.info({ url: listening, partitions: config.partitions, group: groupId }, 'the worker is running');
  return {
    url: listening,
    close: async () => {
      clearInterval(reporting);
      await reader.close();
      await Promise.all([
        store.close(),
        alerts.close(),
        producer.disconnect(),
        admin.disconnect(),
        app.close(),
      ]);
    },
  };
}
