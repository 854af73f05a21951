import type { PolicyChange } from '../policy/policy-layers.ts';
import {
  type FallbackKind,
  type FallbackResult,
  fallbackKinds,
  fallbackResults,
  type GuardOutcome,
  guardOutcomes,
} from '../resilience/outcome.ts';
import type { OneGuardMetrics } from './guard-metrics.ts';
import type { ScrapedValue } from './scraped-metric.ts';

const BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** One more for all that is slower. */
const BUCKETS = BOUNDS_S.length + 1;

const policyResults: readonly Exclude<PolicyChange, 'unchanged'>[] = [
  'applied',
  'stepped',
  'refused',
  'removed',
];

/** The durations of one outcome. */
interface Durations {
  readonly buckets: Float64Array;
  sum: number;
  count: number;
}

const zeros = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

const linksOf = fallbackKinds.flatMap((kind) =>
  fallbackResults.map((result) => `${kind} ${result}` as const),
);

/** What happened at one guard, in plain numbers: counting a call allocates nothing. */
export class GuardCounts implements OneGuardMetrics {
  readonly #durations: Record<GuardOutcome, Durations>;
  readonly #fallbacks = zeros(linksOf);
  readonly #policies = zeros(policyResults);

  constructor() {
    const none = (): Durations => ({ buckets: new Float64Array(BUCKETS), sum: 0, count: 0 });
    this.#durations = Object.fromEntries(guardOutcomes.map((outcome) => [outcome, none()])) as Record<
      GuardOutcome,
      Durations
    >;
  }

  call(outcome: GuardOutcome, seconds: number): void {
    const durations = this.#durations[outcome];
    let bucket = 0;
    while (bucket < BOUNDS_S.length && seconds > BOUNDS_S[bucket]!) bucket += 1;
    durations.buckets[bucket]! += 1;
    durations.sum += seconds;
    durations.count += 1;
  }

  fallback(kind: FallbackKind, result: FallbackResult): void {
    this.#fallbacks[`${kind} ${result}`] += 1;
  }

  policy(result: Exclude<PolicyChange, 'unchanged'>): void {
    this.#policies[result] += 1;
  }

  /** Every outcome, from 0, so that a rate sees the first of its kind. */
  calls(): ScrapedValue[] {
    return guardOutcomes.map((outcome) => ({ labels: { outcome }, value: this.#durations[outcome].count }));
  }

  /** Only outcomes that happened. */
  durations(name: string): ScrapedValue[] {
    return guardOutcomes.flatMap((outcome) => {
      const { buckets, sum, count } = this.#durations[outcome];
      if (count === 0) return [];
      let below = 0;
      const ladder = [...buckets].map((calls, bucket): ScrapedValue => {
        below += calls;
        const le = BOUNDS_S[bucket] ?? '+Inf';
        return { labels: { le, outcome }, value: below, metricName: `${name}_bucket` };
      });
      return [
        ...ladder,
        { labels: { outcome }, value: sum, metricName: `${name}_sum` },
        { labels: { outcome }, value: count, metricName: `${name}_count` },
      ];
    });
  }

  fallbacks(): ScrapedValue[] {
    return fallbackKinds
      .flatMap((kind) =>
        fallbackResults.map((result) => ({
          labels: { kind, result },
          value: this.#fallbacks[`${kind} ${result}`],
        })),
      )
      .filter(({ value }) => value > 0);
  }

  policies(): ScrapedValue[] {
    return policyResults.map((result) => ({ labels: { result }, value: this.#policies[result] }));
  }
}
