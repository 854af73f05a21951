import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { collectDefaultMetrics, type Registry } from 'prom-client';
import { answerProblems } from './problem.ts';

/** What every process of the detector answers from. */
export type ServerParts = {
  log: FastifyBaseLogger;
  /** What `/metrics` shows, the process's own numbers beside it. */
  registry: Registry;
  /** What `/readyz` tells beside that the process is ready. */
  readiness(): object;
};

/** A server that tells whether the process lives and is ready, shows its metrics, and answers problems as such. */
export function createServer({ log, registry, readiness }: ServerParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // A client that holds a connection must not keep what was learnt from being saved in time.
    forceCloseConnections: true,
  });
  collectDefaultMetrics({ register: registry });
  answerProblems(app);
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => ({ status: 'ok', ...readiness() }));
  app.get('/metrics', async (_request, reply) => {
    void reply.type(registry.contentType);
    return registry.metrics();
  });
  return app;
}
