import { Counter, Histogram, type Registry } from 'prom-client';
import { type FallbackResult, type GuardOutcome, guardOutcomes } from '../resilience/outcome.ts';

const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Gives the metric that has this name already, so that two clients may share a registry. */
export const metricIn = <M>(registry: Registry, name: string, make: () => M): M =>
  (registry.getSingleMetric(name) as M | undefined) ?? make();

/** Metrics of one guard. */
export interface OneGuardMetrics {
  call(outcome: GuardOutcome, seconds: number): void;
  fallback(result: FallbackResult): void;
}

/** Metrics of all guards of a process. */
export interface GuardMetrics {
  of(guard: string, dependency: string): OneGuardMetrics;
}

/** Registers `flag_guard_calls_total`, `flag_guard_duration_seconds` and `flag_guard_fallbacks_total`. */
export const createGuardMetrics = (registry: Registry): GuardMetrics => {
  const registers = [registry];
  const calls = metricIn(registry, 'flag_guard_calls_total', () => {
    const labelNames = ['guard', 'dependency', 'outcome'] as const;
    return new Counter({
      name: 'flag_guard_calls_total',
      help: 'Guarded calls by outcome',
      labelNames,
      registers,
    });
  });
  const durations = metricIn(registry, 'flag_guard_duration_seconds', () => {
    const labelNames = ['guard', 'dependency', 'outcome'] as const;
    return new Histogram({
      name: 'flag_guard_duration_seconds',
      help: 'Time until a guarded call was settled, without its fallback',
      labelNames,
      buckets: BUCKETS_S,
      registers,
    });
  });
  const fallbacks = metricIn(registry, 'flag_guard_fallbacks_total', () => {
    const labelNames = ['guard', 'dependency', 'result'] as const;
    return new Counter({
      name: 'flag_guard_fallbacks_total',
      help: 'Fallbacks asked by guarded calls, and whether they served',
      labelNames,
      registers,
    });
  });
  return {
    of: (guard, dependency) => {
      // A counter that starts at 0 lets a rate see the first outcome of its kind.
      for (const outcome of guardOutcomes) calls.inc({ guard, dependency, outcome }, 0);
      return {
        call: (outcome, seconds) => {
          calls.inc({ guard, dependency, outcome });
          durations.observe({ guard, dependency, outcome }, seconds);
        },
        fallback: (result) => fallbacks.inc({ guard, dependency, result }),
      };
    },
  };
};
