import type { Registry } from 'prom-client';
import type { PolicyChange } from '../policy/policy-layers.ts';
import type { FallbackKind, FallbackResult, GuardOutcome } from '../resilience/outcome.ts';
import { GuardCounts } from './guard-counts.ts';
import { type ScrapedValue, scrapedMetric } from './scraped-metric.ts';

/** Gives the metric that has this name already, so that two clients may share a registry. */
export const metricIn = <M>(registry: Registry, name: string, make: () => M): M =>
  (registry.getSingleMetric(name) as M | undefined) ?? make();

/** Metrics of one guard. */
export interface OneGuardMetrics {
  call(outcome: GuardOutcome, seconds: number): void;
  fallback(kind: FallbackKind, result: FallbackResult): void;
  policy(result: Exclude<PolicyChange, 'unchanged'>): void;
}

/** Metrics of all guards of a process. */
export interface GuardMetrics {
  of(guard: string, dependency: string): OneGuardMetrics;
}

const made = new WeakMap<Registry, GuardMetrics>();

/** Registers `flag_guard_calls_total`, `flag_guard_duration_seconds`, `flag_guard_fallbacks_total` and `flag_guard_policy_changes_total`; every label has a closed set of values. */
export const createGuardMetrics = (registry: Registry): GuardMetrics => {
  const known = made.get(registry);
  if (known !== undefined) return known;
  const guards = new Map<string, { readonly labels: Record<string, string>; readonly counts: GuardCounts }>();

  const register = (
    name: string,
    help: string,
    type: 'counter' | 'histogram',
    read: (counts: GuardCounts) => ScrapedValue[],
  ) =>
    scrapedMetric(registry, { name, help, type }, () =>
      [...guards.values()].flatMap(({ labels, counts }) =>
        read(counts).map((value) => ({ ...value, labels: { ...labels, ...value.labels } })),
      ),
    );
  register('flag_guard_calls_total', 'Guarded calls by outcome', 'counter', (counts) => counts.calls());
  register(
    'flag_guard_duration_seconds',
    'Time until a guarded call was settled, without its fallback',
    'histogram',
    (counts) => counts.durations('flag_guard_duration_seconds'),
  );
  register(
    'flag_guard_fallbacks_total',
    'Fallbacks asked by guarded calls, and whether they served',
    'counter',
    (counts) => counts.fallbacks(),
  );
  register(
    'flag_guard_policy_changes_total',
    'Policies that flags asked for, and what came of them',
    'counter',
    (counts) => counts.policies(),
  );

  const metrics: GuardMetrics = {
    of: (guard, dependency) => {
      const key = JSON.stringify([guard, dependency]);
      const entry = guards.get(key) ?? { labels: { guard, dependency }, counts: new GuardCounts() };
      guards.set(key, entry);
      return entry.counts;
    },
  };
  made.set(registry, metrics);
  return metrics;
};
