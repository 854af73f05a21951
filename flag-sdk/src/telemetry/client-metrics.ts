import { Counter, Gauge, type Registry } from 'prom-client';
import type { FlagSource } from '../client-types.ts';
import { metricIn } from './guard-metrics.ts';

/** How an update from a live source was taken. */
export type UpdateResult = 'applied' | 'unchanged' | 'stale' | 'invalid';

/** Metrics of the client itself. */
export interface ClientMetrics {
  update(source: 'stream' | 'poll', result: UpdateResult): void;
  streamEnded(reason: 'refused' | 'broken'): void;
  heartbeat(result: 'sent' | 'failed'): void;
  state(revision: number, source: FlagSource): void;
}

const sources: readonly FlagSource[] = ['stream', 'poll', 'backup', 'none'];

const counter = (registry: Registry, name: string, help: string, labelNames: readonly string[]) =>
  metricIn(
    registry,
    name,
    () => new Counter({ name, help, labelNames: [...labelNames], registers: [registry] }),
  );

const gauge = (registry: Registry, name: string, help: string, labelNames: readonly string[]) =>
  metricIn(
    registry,
    name,
    () => new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] }),
  );

/** Registers `flag_client_updates_total`, `flag_client_stream_ends_total`, `flag_client_heartbeats_total`, `flag_client_revision` and `flag_client_source`. */
export const createClientMetrics = (registry: Registry): ClientMetrics => {
  const updates = counter(
    registry,
    'flag_client_updates_total',
    'Updates of the flags by source and how they were taken',
    ['source', 'result'],
  );
  const ends = counter(registry, 'flag_client_stream_ends_total', 'Streams of flags that ended', ['reason']);
  const heartbeats = counter(registry, 'flag_client_heartbeats_total', 'Heartbeats to the control plane', [
    'result',
  ]);
  const revision = gauge(registry, 'flag_client_revision', 'Revision that flags are evaluated with', []);
  const source = gauge(registry, 'flag_client_source', '1 for the source of the state', ['source']);
  return {
    update: (from, result) => updates.labels(from, result).inc(),
    streamEnded: (reason) => ends.labels(reason).inc(),
    heartbeat: (result) => heartbeats.labels(result).inc(),
    state: (newest, from) => {
      revision.set(newest);
      for (const name of sources) source.labels(name).set(name === from ? 1 : 0);
    },
  };
};
