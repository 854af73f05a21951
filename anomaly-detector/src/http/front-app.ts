import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { SampleWriter } from '../adapters/kafka/sample-writer.ts';
import type { DetectorStatus } from '../contract/index.ts';
import type { Front } from '../scale-out/front/front.ts';
import type { WorkerReports } from '../scale-out/front/worker-report.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { frontFeedback } from './front-feedback.ts';
import { type LearnParts, learnRoutes } from './learn-routes.ts';
import { anomaliesRoute } from './query/anomalies-route.ts';
import { workerQueries } from './query/worker-queries.ts';
import { readGauge } from './read-gauge.ts';
import { readinessOf } from './readiness.ts';
import { createServer } from './server.ts';
import type { WriteParts } from './write-request.ts';
import { writeRoutes } from './write-routes.ts';

/** What the HTTP interface of a front is made of. */
export type FrontAppParts = WriteParts &
  LearnParts & {
    front: Front;
    workers: WorkerReports;
    writer: SampleWriter;
    /** Each as it stood when a worker last told of it. */
    anomalies: AnomalyLog;
    partitions: number;
    log: FastifyBaseLogger;
    status(): DetectorStatus;
  };

/** The HTTP interface of a front: takes metrics in like any detector, and tells who learns them. */
export function createFrontApp(parts: FrontAppParts): FastifyInstance {
  const { workers, log, registry, now } = parts;
  frontMetrics(parts);
  const readiness = () =>
    readinessOf(workers.warmth(now()), workers.seriesCount(now()), workers.orphans(now()));
  const app = createServer({ log, registry, readiness });
  app.get('/api/v1/status', async () => parts.status());
  app.get('/api/v1/workers', async () => ({ workers: workers.living(now()) }));
  void app.register(workerQueries(parts));
  const { anomalies } = parts;
  const feedback = frontFeedback(parts);
  const { areAccepted: accepted } = feedback.accepted;
  void app.register(anomaliesRoute({ anomalies, accepted, now, asItStands: (anomaly) => anomaly }));
  void app.register(feedbackRoutes(feedback));
  void app.register(learnRoutes(parts));
  void app.register(writeRoutes(parts));
  return app;
}

function frontMetrics({ front, workers, writer, registry, now }: FrontAppParts): void {
  const read = readGauge(registry);
  read('detector_series', 'Series that this front knows', () => writer.seriesCount);
  read('detector_samples', 'Raw samples taken in since the start', () => front.counts.samples);
  read('detector_readings_sent', 'Readings that Kafka has stored', () => writer.counts.sent);
  read(
    'detector_readings_dropped',
    'Readings dropped because Kafka was away for long',
    () => writer.counts.dropped,
  );
  read('detector_alerts', 'Alerts started since the start', () => front.counts.alerts);
  read(
    'detector_alert_changes_repeated',
    'Changes of alerts that were told again and not counted',
    () => front.ledger.repeated,
  );
  read('detector_incidents_open', 'Incidents that have not recovered', () =>
    front.engine.correlator.openCount(),
  );
  read('detector_workers', 'Workers that live', () => workers.living(now()).length);
}
