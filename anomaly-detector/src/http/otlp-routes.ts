import type { FastifyPluginAsync } from 'fastify';
import { IngestError } from '../ingest/ingest-error.ts';
import { exportResponse, type OtlpEncoding, rpcCode, rpcStatus } from '../ingest/otlp/reply.ts';
import { gunzip } from '../ingest/wire/gunzip.ts';
import { describe } from './problem.ts';
import type { WriteMetrics } from './write-metrics.ts';
import { bytesOf, countRefused, namingLimit, tenantOf, type WriteParts } from './write-request.ts';

const protocol = 'otlp';
const types = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

/**
 * OTLP/HTTP metrics, in protobuf and JSON. What is refused of a request is told as a partial success; errors are a
 * `google.rpc.Status` in the encoding of the request, JSON where that is none that is known.
 * Source: opentelemetry.io/docs/specs/otlp, OTLP/HTTP.
 */
export const otlpRoutes =
  ({ push, written, now }: WriteParts, metrics: WriteMetrics): FastifyPluginAsync =>
  async (app) => {
    countRefused(app, (code) => metrics.refused(protocol, code));
    app.setErrorHandler((error: Error, request, reply) => {
      const { status, detail } = describe(namingLimit(error, push));
      if (status >= 500) request.log.error({ err: error }, 'request failed');
      // One who sends another type may be a person: JSON can be read.
      const encoding = encodingOf(request.headers['content-type']) ?? 'json';
      void reply
        .code(status)
        .type(types[encoding])
        .send(rpcStatus(encoding, rpcCodeOf(status), detail));
    });
    app.post('/v1/metrics', async (request, reply) => {
      const encoding = encodingOf(request.headers['content-type']);
      if (encoding === null) {
        throw new IngestError(
          'body_unsupported',
          `content-type: expected ${types.protobuf} or ${types.json}, got "${request.headers['content-type'] ?? ''}"`,
        );
      }
      const body = await unzipped(
        bytesOf(request),
        request.headers['content-encoding'],
        push.limits.bodyBytesDecompressed,
      );
      const outcome = push.otlp(body, encoding, tenantOf(request), now());
      metrics.taken(protocol, outcome);
      written(outcome.samples + outcome.histograms);
      return reply
        .type(types[encoding])
        .send(Buffer.from(exportResponse(encoding, outcome.refusedCount, outcome.sentence)));
    });
  };

function encodingOf(contentType: string | undefined): OtlpEncoding | null {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === types.protobuf) return 'protobuf';
  return type === types.json ? 'json' : null;
}

async function unzipped(body: Uint8Array, encoding: string | undefined, most: number): Promise<Uint8Array> {
  if (encoding === undefined || encoding === 'identity' || encoding === '') return body;
  if (encoding !== 'gzip') {
    throw new IngestError('body_unsupported', `content-encoding: expected gzip or none, got "${encoding}"`);
  }
  return gunzip(body, most);
}

function rpcCodeOf(status: number): number {
  if (status === 413) return rpcCode.resourceExhausted;
  if (status === 415) return rpcCode.unimplemented;
  return status < 500 ? rpcCode.invalidArgument : rpcCode.internal;
}
