import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The control plane's own metrics, apart from those of the embedded flag engine. */
export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  confirmations: Histogram;
}

/** Builds a registry of its own, so that two control planes in one process do not share it. */
export function createMetrics(sdk: { readonly connections: number }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'breakwater_sdk_streams',
    help: 'SDKs that are connected to the stream of flags',
    registers,
    collect() {
      this.set(sdk.connections);
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time to answer a request of the ops API',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    confirmations: new Histogram({
      name: 'breakwater_confirmation_seconds',
      help: 'Time from the acceptance of a flag change to its confirmation by one instance',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 15, 60],
      registers,
    }),
  };
}
