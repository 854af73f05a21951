import type { FastifyPluginAsync } from 'fastify';
import { IngestError } from '../ingest/ingest-error.ts';
import type { RemoteWriteMessage } from '../ingest/push.ts';
import { HttpProblem } from './problem.ts';
import type { WriteMetrics } from './write-metrics.ts';
import { bytesOf, countRefused, namingLimit, tenantOf, type WriteParts } from './write-request.ts';

const protocol = 'remote_write';
const messages = ['prometheus.WriteRequest', 'io.prometheus.write.v2.Request'] as const;
const written = 'X-Prometheus-Remote-Write';

/**
 * Prometheus remote write 1.0 and 2.0. Where some samples are refused the others are taken, and the answer is 400: to send them
 * again would mend nothing. Source: prometheus.io/docs/specs/prw/remote_write_spec_2_0.
 */
export const remoteWriteRoutes =
  ({ push, written: tell, now }: WriteParts, metrics: WriteMetrics): FastifyPluginAsync =>
  async (app) => {
    countRefused(app, (code) => metrics.refused(protocol, code));
    app.setErrorHandler((error: Error) => {
      throw namingLimit(error, push);
    });
    app.post('/api/v1/write', async (request, reply) => {
      const message = messageOf(request.headers['content-type'], request.headers['content-encoding']);
      const outcome = push.remoteWrite(bytesOf(request), message, tenantOf(request), now());
      metrics.taken(protocol, outcome);
      tell(outcome.samples + outcome.histograms);
      void reply.headers({
        [`${written}-Samples-Written`]: outcome.samples,
        [`${written}-Histograms-Written`]: outcome.histograms,
        [`${written}-Exemplars-Written`]: 0,
      });
      const refused = outcome.refusedCount;
      if (refused === 0) return reply.code(204).send();
      const [first = ''] = Object.keys(outcome.refused);
      throw new HttpProblem(
        400,
        first,
        `expected samples that can be taken, got ${outcome.sentence}; the other ${outcome.samples + outcome.histograms} were taken`,
      );
    });
  };

/** The message of a body by its content type. Throws for one that is not known, or another encoding than snappy. */
export function messageOf(contentType: string | undefined, encoding: string | undefined): RemoteWriteMessage {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  const proto = parameters
    .find((parameter) => parameter.toLowerCase().startsWith('proto='))
    ?.slice('proto='.length);
  const message = proto === undefined ? messages[0] : messages.find((known) => known === proto);
  if (type.toLowerCase() !== 'application/x-protobuf' || message === undefined) {
    throw new IngestError(
      'body_unsupported',
      `content-type: expected application/x-protobuf, with proto=${messages.join(' or proto=')} where it tells one, got "${contentType ?? ''}"`,
    );
  }
  if (encoding !== undefined && encoding !== 'snappy') {
    throw new IngestError('body_unsupported', `content-encoding: expected snappy, got "${encoding}"`);
  }
  return message;
}
