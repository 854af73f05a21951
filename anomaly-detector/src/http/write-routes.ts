import type { FastifyPluginAsync } from 'fastify';
import { IngestError } from '../ingest/ingest-error.ts';
import { decodeRemoteWrite, type WrittenSeries } from '../ingest/remote-write.ts';
import type { OwnMetrics } from './metrics.ts';

/** Where what is written goes. */
export type WriteParts = { write(series: readonly WrittenSeries[], now: number): void; now(): number };

const mostBodyBytes = 16 * 1024 * 1024;

/** What writes metrics into the detector. */
export const writeRoutes =
  ({ write, now }: WriteParts, metrics: OwnMetrics): FastifyPluginAsync =>
  async (app) => {
    app.addContentTypeParser('application/x-protobuf', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    app.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null, null);
    });
    app.post('/api/v1/write', { bodyLimit: mostBodyBytes }, async (request, reply) => {
      try {
        write(decodeRemoteWrite(asBytes(request.body), request.headers['content-encoding']), now());
      } catch (error) {
        if (error instanceof IngestError) metrics.rejectedWrites.inc({ code: error.code });
        throw error;
      }
      return reply.code(204).send();
    });
  };

function asBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new IngestError(
    'body_unsupported',
    'expected a snappy-compressed protobuf body with content-type application/x-protobuf, got another type or nothing',
  );
}
