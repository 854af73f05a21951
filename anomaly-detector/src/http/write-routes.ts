import type { FastifyPluginAsync } from 'fastify';
import { otlpRoutes } from './otlp-routes.ts';
import { remoteWriteRoutes } from './remote-write-routes.ts';
import { createWriteMetrics } from './write-metrics.ts';
import type { WriteParts } from './write-request.ts';

/** What writes metrics into the detector. */
export const writeRoutes = (parts: WriteParts): FastifyPluginAsync => {
  const metrics = createWriteMetrics(parts.registry, parts.push);
  return async (app) => {
    // Bodies come as bytes, whatever they are, and are cut off as soon as they are too long.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: parts.push.limits.bodyBytes },
      (_request, body, done) => done(null, body),
    );
    void app.register(remoteWriteRoutes(parts, metrics));
    void app.register(otlpRoutes(parts, metrics));
  };
};
