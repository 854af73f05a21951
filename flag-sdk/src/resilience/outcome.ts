/** How a guarded call went; a closed set, because it is a metric label. */
export const guardOutcomes = [
  'success',
  'failure',
  'timeout',
  'breaker_open',
  'bulkhead_full',
  'killed',
] as const;
export type GuardOutcome = (typeof guardOutcomes)[number];

/** Why the fallback was asked. */
export type FallbackReason = Exclude<GuardOutcome, 'success'>;

/** Whether a fallback was needed, and whether it gave a value. */
export const fallbackResults = ['served', 'failed'] as const;
export type FallbackResult = (typeof fallbackResults)[number];

/** What a guarded call gives: the value, and whether it is the real thing. */
export type GuardResult<T> =
  | { readonly value: T; readonly degraded: false; readonly outcome: 'success' }
  | { readonly value: T; readonly degraded: true; readonly outcome: FallbackReason };

/** State of a breaker as others see it. */
export type BreakerState = 'closed' | 'open' | 'half_open' | 'forced_open' | 'forced_closed';

/** A guarded call in one instance, as it stands; the same shape goes out in the heartbeat. */
export interface GuardState {
  readonly name: string;
  readonly dependency: string;
  readonly breaker: BreakerState;
  readonly bulkhead: { readonly limit: number; readonly inUse: number; readonly queued: number };
  /** Outcomes since the start: every outcome, `fallback_served` and `fallback_failed`. */
  readonly outcomes: Readonly<Record<string, number>>;
}
