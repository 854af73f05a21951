import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { IngestError } from '../ingest/ingest-error.ts';
import { decodeRemoteWrite, type WrittenSeries } from '../ingest/remote-write.ts';
import type { TargetStatus } from '../ingest/scraper.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import { createMetrics } from './metrics.ts';
import { answerProblems, HttpProblem } from './problem.ts';
import { parseBandQuery } from './queries.ts';

/** What the HTTP interface is made of. */
export type AppParts = {
  detector: LiveDetector;
  log: FastifyBaseLogger;
  targets(): readonly TargetStatus[];
  write(series: readonly WrittenSeries[], now: number): void;
  now(): number;
};

const mostBodyBytes = 16 * 1024 * 1024;

/** The detector's HTTP interface. */
export function createApp(parts: AppParts): FastifyInstance {
  const { detector } = parts;
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: mostBodyBytes,
    // A client that holds a connection must not keep what was learnt from being saved in time.
    forceCloseConnections: true,
  });
  const metrics = createMetrics(detector);
  answerProblems(app);
  app.addContentTypeParser('application/x-protobuf', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, null);
  });

  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => ({ status: 'ok', warmth: detector.engine.warmth() }));
  app.get('/metrics', async (_request, reply) => {
    void reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  app.get('/api/v1/status', async () => detector.status(parts.targets()));
  app.get('/api/v1/series', async () => ({ series: detector.series() }));
  app.get('/api/v1/band', async (request) => {
    const { key, from, to, points } = parseBandQuery(request.query, parts.now());
    const band = detector.band(key, from, to, points);
    if (band === null) {
      throw new HttpProblem(404, 'series_unknown', `expected a key listed by /api/v1/series, got "${key}"`);
    }
    return band;
  });
  app.post('/api/v1/write', async (request, reply) => {
    try {
      parts.write(decodeRemoteWrite(asBytes(request.body), request.headers['content-encoding']), parts.now());
    } catch (error) {
      if (error instanceof IngestError) metrics.rejectedWrites.inc({ code: error.code });
      throw error;
    }
    return reply.code(204).send();
  });
  return app;
}

function asBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new IngestError(
    'body_unsupported',
    'expected a snappy-compressed protobuf body with content-type application/x-protobuf, got another type or nothing',
  );
}
