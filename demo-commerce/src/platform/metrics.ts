import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What every process of the shop measures, on its own registry. Durations are in seconds. */
export function openMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  return {
    registry,
    serverDuration: new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: durationBuckets,
      registers,
    }),
    clientDuration: new Histogram({
      name: 'http_client_request_duration_seconds',
      help: 'Time until a peer answered; status is its code, timeout, error or cancelled',
      labelNames: ['peer', 'status'] as const,
      buckets: durationBuckets,
      registers,
    }),
    orders: new Counter({
      name: 'commerce_orders_total',
      help: 'Orders by what became of them',
      labelNames: ['result'] as const,
      registers,
    }),
    consumerLag: new Gauge({
      name: 'bus_consumer_lag_seconds',
      help: 'Age of the last event when it was handled; 0 after ten quiet seconds',
      labelNames: ['topic'] as const,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof openMetrics>;
