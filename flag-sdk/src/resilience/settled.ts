import { FlagSdkError } from '../errors.ts';
import type { FallbackReason } from './outcome.ts';

/** How the guarded part of a call ended, before any fallback. */
export type Settled<T> =
  | { readonly outcome: 'success'; readonly value: T }
  /** The dependency answered that the caller is wrong: for the caller to see, not for a fallback to hide. */
  | { readonly outcome: 'success'; readonly callersError: unknown }
  /** The caller does not wait any more: nobody is there to hear a fallback. */
  | { readonly outcome: 'cancelled'; readonly error: unknown }
  | { readonly outcome: FallbackReason; readonly error: unknown };

const refusals = {
  killed: ['GUARD_KILLED', 'its kill switch is KILLED'],
  breaker_open: ['GUARD_BREAKER_OPEN', 'its breaker is open'],
  bulkhead_full: ['GUARD_BULKHEAD_FULL', 'all its slots and its line are taken'],
  rate_limited: ['GUARD_RATE_LIMITED', 'its rate limit is reached'],
} as const;

/** Why a call was not run at all. */
export type Refusal = keyof typeof refusals;

/** The end of a call that was not run. */
export const refusedCall = (guard: string, outcome: Refusal): Settled<never> => {
  const [code, because] = refusals[outcome];
  const error = new FlagSdkError(code, `Guard "${guard}" did not run the call, because ${because}.`);
  return { outcome, error };
};

/** The end of an attempt that took longer than its guard allows. */
export const timedOutCall = (guard: string, timeoutMs: number): Settled<never> => ({
  outcome: 'timeout',
  error: new FlagSdkError('GUARD_TIMEOUT', `Guard "${guard}" gave up after ${Math.round(timeoutMs)} ms.`),
});

/** The end of a call that would have outlived the deadline it was given, by its guard or by the call around it. */
export const pastDeadlineCall = (guard: string): Settled<never> => ({
  outcome: 'deadline_exceeded',
  error: new FlagSdkError(
    'GUARD_DEADLINE_EXCEEDED',
    `Guard "${guard}" gave up, because the deadline of the whole call was reached.`,
  ),
});
