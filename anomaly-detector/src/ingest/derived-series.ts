import type { Direction, Series, Signal, Worse } from '../contract/index.ts';

type Description = { unit: string; signal: Signal; worse: Worse };

const metrics = {
  latency_p95: { unit: 's', signal: 'latency', worse: 'up' },
  error_ratio: { unit: '1', signal: 'errors', worse: 'up' },
  request_rate: { unit: '1/s', signal: 'traffic', worse: 'down' },
  up: { unit: '1', signal: 'availability', worse: 'down' },
  event_loop_lag: { unit: 's', signal: 'saturation', worse: 'up' },
  bus_consumer_lag_seconds: { unit: 's', signal: 'saturation', worse: 'up' },
} as const satisfies Record<string, Description>;

/** The metrics that are derived from what services expose. */
export type DerivedMetric = keyof typeof metrics;

/** The key of a series, such as `gateway|out|recommendation|latency_p95`. */
export const keyOf = (service: string, direction: string, peer: string, metric: string): string =>
  [service, direction, peer, metric].join('|');

/** A derived series of a service, towards a peer where there is one. */
export function derivedSeries(
  service: string,
  direction: Direction,
  peer: string,
  metric: DerivedMetric,
): Series {
  return {
    key: keyOf(service, direction, peer, metric),
    service,
    direction,
    peer,
    metric,
    ...metrics[metric],
  };
}
