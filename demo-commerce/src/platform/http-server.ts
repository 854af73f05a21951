import type { IncomingMessage } from 'node:http';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { endConnectionsOnStop } from './end-connections.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { ProblemError, problem, toProblem } from './problem.ts';
import { StartError } from './start-error.ts';
import { parseTraceparent, withTrace } from './trace-context.ts';
import type { Span, Tracer } from './tracer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | undefined;
  }
}

export type HttpServer = FastifyInstance;

/** One thing that must work before traffic is welcome; it rejects with the reason. */
export type ReadinessCheck = () => Promise<unknown>;

export interface HttpServerOptions {
  log: Log;
  metrics: Metrics;
  tracer: Tracer;
  readiness: Record<string, ReadinessCheck>;
}

/** A Fastify server with traces, request metrics, problem+json errors and the three probe routes. */
export function createHttpServer({ log, metrics, tracer, readiness }: HttpServerOptions): HttpServer {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    genReqId: () => '',
  });
  app.decorateRequest('span', undefined);
  endConnectionsOnStop(app);

  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    if (!isInternal(route))
      request.span = tracer.start(`${request.method} ${route}`, 'server', parentOf(request.raw));
    done();
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.span === undefined) done();
    else withTrace(request.span.context, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    if (!isInternal(route)) {
      const status = String(reply.statusCode);
      metrics.serverDuration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
      request.span?.end({ status, failed: reply.statusCode >= 500 });
    }
    done();
  });

  app.setErrorHandler((error, request, reply) => {
    const body = logProblem(log, error, request.span);
    return reply.status(body.status).type('application/problem+json').send(body);
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .type('application/problem+json')
      .send(
        problem(404, 'route_unknown', `There is no ${request.method} ${request.url.split('?')[0]} here.`),
      ),
  );
  addProbes(app, metrics, readiness);
  return app;
}

/** The problem that the caller is told; what is the server's own fault is in the log with the trace it belongs to. */
export function logProblem(log: FastifyBaseLogger, error: unknown, span: Span | undefined) {
  const body = toProblem(error);
  const { status, code } = body;
  if (status === 500) log.error({ err: error, ...traceOf(span) }, 'request failed');
  else if (status > 500) log.warn({ code, reason: reasonOf(error), ...traceOf(span) }, body.detail);
  return body;
}

/** Listens and gives the base URL. Throws StartError when the port is taken. */
export async function listen(app: HttpServer, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port, listenTextResolver: (address) => `ready at ${address}` });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new StartError(
      'port_in_use',
      `Expected port ${port} on ${host} to be free, but something listens there: stop it or set COMMERCE_PORT.`,
      { cause: error },
    );
  }
}

/** The request's user: passed on from service to service, or a browser's `shopper` cookie, else an empty text. */
export function userIdOf(request: { headers: IncomingMessage['headers'] }): string {
  const header = request.headers['x-user-id'];
  if (typeof header === 'string') return header.slice(0, 100);
  return /(?:^|;\s*)shopper=([A-Za-z0-9_-]{1,100})/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function addProbes(app: HttpServer, metrics: Metrics, readiness: Record<string, ReadinessCheck>): void {
  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  app.get('/readyz', async () => {
    for (const [name, check] of Object.entries(readiness)) {
      try {
        await check();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ProblemError(503, 'not_ready', `Expected ${name} to work, but: ${reason}`);
      }
    }
    return { status: 'ok', checks: Object.keys(readiness) };
  });
}

function isInternal(route: string): boolean {
  return route === '/livez' || route === '/readyz' || route === '/metrics' || route.startsWith('/internal/');
}

function parentOf(message: IncomingMessage) {
  const header = message.headers.traceparent;
  return parseTraceparent(typeof header === 'string' ? header : undefined);
}

function traceOf(span: Span | undefined) {
  return span === undefined ? {} : { traceId: span.context.traceId, spanId: span.context.spanId };
}

function reasonOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? cause.message : undefined;
}
