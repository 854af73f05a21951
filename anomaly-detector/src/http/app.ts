import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Registry } from 'prom-client';
import type { LiveDetector } from '../services/live-detector.ts';
import { type FeedbackParts, feedbackRoutes } from './feedback-routes.ts';
import { type LearnParts, learnRoutes } from './learn-routes.ts';
import { createMetrics } from './metrics.ts';
import { answerProblems } from './problem.ts';
import { type QueryParts, queryRoutes } from './query-routes.ts';
import type { WriteParts } from './write-request.ts';
import { writeRoutes } from './write-routes.ts';

/** What the HTTP interface is made of. */
export type AppParts = QueryParts &
  WriteParts &
  FeedbackParts &
  LearnParts & { detector: LiveDetector; log: FastifyBaseLogger; registry: Registry };

/** The detector's HTTP interface; each group of routes has a file of its own. */
export function createApp(parts: AppParts): FastifyInstance {
  const { detector } = parts;
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A client that holds a connection must not keep what was learnt from being saved in time.
    forceCloseConnections: true,
  });
  createMetrics(parts);
  answerProblems(app);

  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => ({ status: 'ok', warmth: detector.engine.warmth() }));
  app.get('/metrics', async (_request, reply) => {
    void reply.type(parts.registry.contentType);
    return parts.registry.metrics();
  });
  void app.register(queryRoutes(parts));
  void app.register(feedbackRoutes(parts));
  void app.register(learnRoutes(parts));
  void app.register(writeRoutes(parts));
  return app;
}
