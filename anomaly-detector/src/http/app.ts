import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { LiveDetector } from '../services/live-detector.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { type LearnParts, learnRoutes } from './learn-routes.ts';
import { createMetrics } from './metrics.ts';
import { type OwnFeedbackParts, ownFeedback } from './own-feedback.ts';
import { type QueryParts, queryRoutes } from './query-routes.ts';
import { readinessOf } from './readiness.ts';
import { createServer } from './server.ts';
import type { WriteParts } from './write-request.ts';
import { writeRoutes } from './write-routes.ts';

/** What the HTTP interface is made of. */
export type AppParts = Omit<QueryParts, 'accepted'> &
  WriteParts &
  OwnFeedbackParts &
  LearnParts & { detector: LiveDetector; log: FastifyBaseLogger; registry: Registry };

/** The detector's HTTP interface; each group of routes has a file of its own. */
export function createApp(parts: AppParts): FastifyInstance {
  const { detector, log, registry } = parts;
  createMetrics(parts);
  const { engine } = detector;
  const readiness = () => readinessOf(engine.warmth(), engine.learner.size);
  const app = createServer({ log, registry, readiness });
  const feedback = ownFeedback(parts);
  void app.register(queryRoutes({ ...parts, accepted: feedback.accepted.areAccepted }));
  void app.register(feedbackRoutes(feedback));
  void app.register(learnRoutes(parts));
  void app.register(writeRoutes(parts));
  return app;
}
