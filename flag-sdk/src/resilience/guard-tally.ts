import type { OneGuardMetrics } from '../telemetry/guard-metrics.ts';
import { type FallbackKind, type FallbackResult, type GuardOutcome, guardOutcomes } from './outcome.ts';

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
    this.#counts[outcome]! += 1;
    this.#metrics.call(outcome, seconds);
  }

  /** One link of the chain of fallbacks answered or failed. */
  link(kind: FallbackKind, result: FallbackResult): void {
    this.#metrics.fallback(kind, result);
  }

  /** The chain as a whole gave an answer, or none. */
  fallback(result: FallbackResult): void {
    this.#counts[`fallback_${result}`]! += 1;
  }

  /** Every outcome, `fallback_served` and `fallback_failed`, since the start. */
  counts(): Record<string, number> {
    return { ...this.#counts };
  }
}
