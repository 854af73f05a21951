import type { Metrics } from '../../telemetry/metrics.ts';
import type { App } from '../app.ts';

/** What the probes need. */
export interface ProbeRoutes {
  metrics: Metrics;
  isDatabaseAway(): boolean;
}

/** `/livez`, `/readyz`, `/metrics` and the API's description. */
export function probeRoutes(app: App, { metrics, isDatabaseAway }: ProbeRoutes): void {
  const hidden = { schema: { hide: true } };
  app.get('/livez', hidden, async () => ({ status: 'ok' }));
  // Ready without Postgres, too: a kill works then, and nobody may be kept from it by a load balancer.
  app.get('/readyz', hidden, async () =>
    isDatabaseAway() ? { status: 'degraded', database: 'away' } : { status: 'ok', database: 'there' },
  );
  app.get('/metrics', hidden, async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  app.get('/openapi.json', hidden, async () => app.swagger());
}
