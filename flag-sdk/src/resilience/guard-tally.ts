import type { OneGuardMetrics } from '../telemetry/guard-metrics.ts';
import { type FallbackResult, type GuardOutcome, guardOutcomes } from './outcome.ts';

/** Counts what became of the calls of one guard, for its metrics and for its own state. */
export class GuardTally {
  readonly #metrics: OneGuardMetrics;
  readonly #counts: Record<string, number>;

  constructor(metrics: OneGuardMetrics) {
    this.#metrics = metrics;
    const names = [...guardOutcomes, 'fallback_served', 'fallback_failed'];
    this.#counts = Object.fromEntries(names.map((name) => [name, 0]));
  }

  call(outcome: GuardOutcome, seconds: number): void {
    this.#add(outcome);
    this.#metrics.call(outcome, seconds);
  }

  fallback(result: FallbackResult): void {
    this.#add(`fallback_${result}`);
    this.#metrics.fallback(result);
  }

  /** Every outcome, `fallback_served` and `fallback_failed`, since the start. */
  counts(): Record<string, number> {
    return { ...this.#counts };
  }

  #add(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}
