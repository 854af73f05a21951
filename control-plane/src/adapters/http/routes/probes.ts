import type { Metrics } from '../../telemetry/metrics.ts';
import type { App } from '../app.ts';

/** What the probes need. */
export interface ProbeRoutes {
  metrics: Metrics;
  /** Rejects where the control plane cannot do its work. */
  checkReady(): Promise<void>;
}

/** `/livez`, `/readyz`, `/metrics` and the API's description. */
export function probeRoutes(app: App, { metrics, checkReady }: ProbeRoutes): void {
  const hidden = { schema: { hide: true } };
  app.get('/livez', hidden, async () => ({ status: 'ok' }));
  app.get('/readyz', hidden, async () => {
    await checkReady();
    return { status: 'ok' };
  });
  app.get('/metrics', hidden, async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
  app.get('/openapi.json', hidden, async () => app.swagger());
}
