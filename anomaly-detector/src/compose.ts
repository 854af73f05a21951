import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { BusLink } from './adapters/bus-link.ts';
import { ContextPoll } from './adapters/control-plane-context.ts';
import { prepareDataFolder } from './adapters/data-folder.ts';
import { keptAcceptances } from './adapters/kept-acceptances.ts';
import { keptAnomalies } from './adapters/kept-anomalies.ts';
import { KeptJson } from './adapters/kept-json.ts';
import { Persistence } from './adapters/persistence.ts';
import { ReportOutbox } from './adapters/report-outbox.ts';
import { ScrapeLoop } from './adapters/scrape-loop.ts';
import type { Config } from './config.ts';
import type { Alert } from './contract/index.ts';
import { createApp } from './http/app.ts';
import { Push } from './ingest/push.ts';
import { Scraper } from './ingest/scraper.ts';
import { TargetsFile } from './ingest/targets-file.ts';
import { WrittenRows } from './ingest/written-rows.ts';
import { learnPast } from './past/learn-past.ts';
import { readSources } from './pull/config/sources-file.ts';
import { Pull } from './pull/pull.ts';
import { createPullMetrics } from './pull/pull-metrics.ts';
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
const forgetEveryMs = 60_000;
/** A process that takes longer to show its metrics is down; until then its row is late. */
const scrapeTimeoutMs = 5_000;
/** Share of the interval in which rows are waited for. */
const scrapePatience = 0.8;
/** Rows of remote writes must be completed, and incidents moved on, also while nothing is scraped. */
const idleTickMs = 1_000;

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
  const outbox =
    config.controlPlaneUrl === null
      ? null
      : new ReportOutbox(config.controlPlaneUrl, config.detectorToken, log);
  const bus =
    config.busUrl === null
      ? null
      : new BusLink(config.busUrl, config.environment, log, (change) => engine.addChanges([change]));
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
  const anomalies = new AnomalyLog(mostAnomalies);
  const detector = new LiveDetector(
    engine,
    history,
    {
      report: (report) => {
        log.info(
          { incident: report.id, title: report.title, recoveredAt: report.recoveredAt },
          'incident report',
        );
        outbox?.add(report);
      },
      alert: (alert) => {
        anomalies.take(alert);
        log.info({ series: alert.seriesKey, endsAt: alert.endsAt }, alert.sentence);
        bus?.publish(alert);
      },
    },
    now(),
  );
  const persistence = new Persistence(config.dataDir, { engine, history, outbox, log, now });
  await persistence.restore();
  const isHeld = ({ seriesKey }: Alert) => (engine.learner.find(seriesKey)?.alert.held ?? null) !== null;
  const anomalyFile = new KeptJson(keptAnomalies(config.dataDir, anomalies, { now, isHeld }), log);
  await anomalyFile.restore();

  const scraper = new Scraper(scrapeTimeoutMs, now);
  const fetched = new WrittenRows(config.limits.seriesPerTenant);
  const taught = new WrittenRows(config.limits.seriesPerTenant);
  const push = new Push(config.limits, liveLearning(detector, now), () => randomBytes(4).readInt32LE());
  const registry = new Registry();
  const pullMetrics = createPullMetrics(registry);
  const pull =
    sources === null
      ? null
      : new Pull(sources, {
          now,
          log,
          metrics: pullMetrics,
          takeSeries: (series) => {
            const at = now();
            const samples = series.reduce((sum, { samples: own }) => sum + own.length, 0);
            const refused = fetched.dropped;
            detector.take(fetched.take(series, at), samples, at);
            pullMetrics.refusedSamples.inc(fetched.dropped - refused);
          },
          takeReadings: (readings) => detector.take(readings, readings.length, now()),
          learn: (readings) => detector.learn(readings),
          learntUpTo: (keyStart) => detector.learntUpTo(keyStart),
        });
  const app = createApp({
    detector,
    log,
    now,
    registry,
    anomalies,
    policy,
    keepAccepted: () => accepted.write(),
    learnPast: (past) =>
      learnPast(past, {
        readingsOf: (series, at) => taught.take(series, at),
        learn: (readings) => detector.learn(readings),
        refused: () => taught.dropped,
        latest: () => now() + config.limits.futureMs,
        room: {
          most: config.limits.seriesPerTenant,
          count: () => engine.learner.list().length,
          has: (key) => engine.learner.find(key) !== undefined,
        },
      }),
    targets: () => [...scraper.status(), ...(pull?.status() ?? [])],
    push,
    written: (samples) => detector.count(samples, now()),
  });
  const url = await app.listen({ host: config.host, port: config.port });

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
            const round = await scraper.scrape(
              await targets.current(),
              config.scrapeIntervalMs * scrapePatience,
            );
            detector.take(round.readings, round.samples, now());
          },
          log,
        );
  const idle = setInterval(() => {
    push.flush(now());
    detector.take(fetched.flush(now()), 0, now());
  }, idleTickMs);
  const forgetting = setInterval(() => {
    push.forget(now());
    fetched.forget(now());
    taught.forget(now());
    detector.forgetIdle(now(), config.limits.forgetAfterMs);
  }, forgetEveryMs);
  loop?.start();
  pull?.start();
  context?.start();
  bus?.start();
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
      clearInterval(idle);
      clearInterval(forgetting);
      context?.close();
      await loop?.close();
      await pull?.close();
      await app.close();
      await outbox?.close();
      await persistence.close();
      await anomalyFile.close();
      await accepted.close();
      await bus?.close();
    },
  };
}
