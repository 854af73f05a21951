import { join } from 'node:path';
import { pino } from 'pino';
import { prepareDataFolder } from './adapters/data-folder.ts';
import { keptAcceptances } from './adapters/kept-acceptances.ts';
import { keptAnomalies } from './adapters/kept-anomalies.ts';
import { KeptJson } from './adapters/kept-json.ts';
import { Persistence } from './adapters/persistence.ts';
import { createIntake } from './compose/intake.ts';
import { linkOutside } from './compose/outside.ts';
import type { Config } from './config.ts';
import type { Alert } from './contract/index.ts';
import { createApp } from './http/app.ts';
import { readSources } from './pull/config/sources-file.ts';
import { TaughtUpTo } from './pull/taught-up-to.ts';
import { AlertPolicy } from './services/alert-policy.ts';
import { Engine } from './services/engine.ts';
import { LiveDetector } from './services/live-detector.ts';
import { liveLearning } from './services/live-learning.ts';
import { AnomalyLog } from './store/anomaly-log.ts';
import { History } from './store/history.ts';

/** A running detector. */
export type RunningDetector = { url: string; close(): Promise<void> };

const keepHistoryMs = 2 * 3_600_000;
const mostAnomalies = 10_000;

/** Builds and starts everything; resolves once it listens. Throws where the port is taken. */
export async function startDetector(config: Config): Promise<RunningDetector> {
  const log = pino({ name: 'anomaly-detector', level: config.logLevel });
  const now = () => Date.now();
  const sources = config.sourcesFile === null ? null : await readSources(config.sourcesFile);
  await prepareDataFolder(config.dataDir);
  const policy = new AlertPolicy(sources?.rules);
  const accepted = new KeptJson(keptAcceptances(config.dataDir, policy), log);
  await accepted.restore();
  const engine = new Engine({ entries: config.entryServices, unowned: config.unownedServices, policy });
  const history = new History(
    Math.ceil(keepHistoryMs / config.scrapeIntervalMs),
    config.limits.historyMb * 1024 * 1024,
  );
  const outside = linkOutside(config, engine, log);
  const anomalies = new AnomalyLog(mostAnomalies);
  const detector = new LiveDetector(
    engine,
    history,
    {
      report: outside.report,
      alert: (alert) => {
        anomalies.take(alert);
        log.info({ series: alert.seriesKey, endsAt: alert.endsAt }, alert.sentence);
        outside.bus?.publish(alert);
      },
    },
    now(),
  );
  const { outbox } = outside;
  const taught = new TaughtUpTo();
  const persistence = new Persistence(config.dataDir, { engine, history, outbox, taught, log, now });
  await persistence.restore();
  const isHeld = ({ seriesKey }: Alert) => (engine.learner.find(seriesKey)?.alert.held ?? null) !== null;
  const anomalyFile = new KeptJson(keptAnomalies(config.dataDir, anomalies, { now, isHeld }), log);
  await anomalyFile.restore();

  const intake = createIntake({
    config,
    sources,
    log,
    now,
    learners: {
      take: (readings, samples, at) => detector.take(readings, samples, at),
      learn: (readings) => detector.learn(readings),
      taught,
      pushed: liveLearning(detector, now),
      forgetIdle: (at) => detector.forgetIdle(at, config.limits.forgetAfterMs),
      room: {
        most: config.limits.seriesPerTenant,
        count: () => engine.learner.size,
        has: (key) => engine.learner.find(key) !== undefined,
      },
    },
  });
  const app = createApp({
    detector,
    log,
    now,
    registry: intake.registry,
    anomalies,
    policy,
    keepAccepted: () => accepted.save(),
    learnPast: intake.learnPast,
    targets: intake.targets,
    push: intake.push,
    written: (samples) => detector.count(samples, now()),
  });
  const url = await app.listen({ host: config.host, port: config.port });
  intake.start();
  outside.start();
  persistence.start();
  anomalyFile.start();
  accepted.start();
  log.info(
    {
      url,
      targets: config.targetsFile,
      sources: config.sourcesFile,
      dataDir: join(config.dataDir, 'detector'),
    },
    'the detector is running',
  );

  return {
    url,
    close: async () => {
      outside.deafen();
      await intake.close();
      await app.close();
      await outbox?.close();
      await persistence.close();
      await anomalyFile.close();
      await accepted.close();
      await outside.bus?.close();
    },
  };
}
