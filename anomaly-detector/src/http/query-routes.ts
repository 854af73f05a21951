import type { FastifyPluginAsync } from 'fastify';
import type { TargetStatus } from '../ingest/scraper.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import type { Anomaly, AnomalyLog } from '../store/anomaly-log.ts';
import { type AnomalyParts, anomaliesRoute, asItStands } from './query/anomalies-route.ts';
import { bandRoute } from './query/band-route.ts';
import { bandsRoute } from './query/bands-route.ts';
import { compressAnswers } from './query/compress.ts';
import { prometheusRoutes } from './query/prometheus-routes.ts';
import { seriesRoutes } from './query/series-routes.ts';

/** What the answers are read from. */
export type QueryParts = {
  detector: LiveDetector;
  anomalies: AnomalyLog;
  accepted: AnomalyParts['accepted'];
  now(): number;
  targets(): readonly TargetStatus[];
};

/** What people and the dashboard ask of the detector. */
export const queryRoutes =
  (parts: QueryParts): FastifyPluginAsync =>
  async (app) => {
    compressAnswers(app);
    app.get('/api/v1/status', async () => parts.detector.status(parts.targets()));
    void app.register(seriesRoutes(parts));
    void app.register(bandRoute(parts));
    const { detector, anomalies, accepted, now } = parts;
    const standing = (anomaly: Anomaly) => asItStands(anomaly, detector, now());
    void app.register(anomaliesRoute({ anomalies, accepted, now, asItStands: standing }));
    void app.register(bandsRoute(parts));
    void app.register(prometheusRoutes(parts));
  };
