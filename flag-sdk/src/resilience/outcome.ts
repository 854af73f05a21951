import type { GuardMode } from '../policy/policy.ts';

/** How a guarded call went; a closed set, because it is a metric label. */
export const guardOutcomes = [
  'success',
  'failure',
  'timeout',
  'deadline_exceeded',
  'breaker_open',
  'bulkhead_full',
  'rate_limited',
  'killed',
  'cancelled',
] as const;
export type GuardOutcome = (typeof guardOutcomes)[number];

/** Why the fallback was asked; a call that its caller cancelled needs none. */
export type FallbackReason = Exclude<GuardOutcome, 'success' | 'cancelled'>;

/** The kinds of fallback, from the best answer to the last resort. */
export const fallbackKinds = ['last_good', 'alternative', 'reduced', 'default', 'fail_safe'] as const;
export type FallbackKind = (typeof fallbackKinds)[number];

/** Whether a fallback gave an answer. */
export const fallbackResults = ['served', 'failed'] as const;
export type FallbackResult = (typeof fallbackResults)[number];

/** What a guarded call gives: the value, whether it is the real thing, and who answered. */
export type GuardResult<T> =
  | { readonly value: T; readonly degraded: false; readonly outcome: 'success'; readonly answeredBy: 'work' }
  | {
      readonly value: T;
      readonly degraded: true;
      readonly outcome: FallbackReason;
      readonly answeredBy: Exclude<FallbackKind, 'fail_safe'>;
      /** How old the answer is, in milliseconds; only of a last good answer. */
      readonly ageMs?: number;
    };

/** State of a breaker as others see it; a breaker that lets only a share pass while it closes is half open. */
export type BreakerState = 'closed' | 'open' | 'half_open' | 'forced_open' | 'forced_closed';

/** Where the policy of a guard comes from. */
export interface PolicyOrigin {
  readonly source: 'code' | 'flag';
  /** First twelve hex digits of the SHA-256 of the flag's payload; null for the code's own. */
  readonly version: string | null;
  /** Why the newest policy of the flag is not in force, or not yet wholly; null when nothing stands against it. */
  readonly refused: string | null;
}

/** A guarded call in one instance, as it stands; the same shape goes out in the heartbeat. */
export interface GuardState {
  readonly name: string;
  readonly dependency: string;
  readonly breaker: BreakerState;
  readonly bulkhead: { readonly limit: number; readonly inUse: number; readonly queued: number };
  /** Outcomes since the start: every outcome, `fallback_served` and `fallback_failed`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly mode: GuardMode;
  readonly policy: PolicyOrigin;
}
