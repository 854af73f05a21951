import { FlagSdkError } from '../errors.ts';
import type { FallbackReason } from './outcome.ts';

/** How the guarded part of a call ended, before any fallback. */
export type Settled<T> =
  | { readonly outcome: 'success'; readonly value: T }
  /** The dependency answered that the caller is wrong: for the caller to see, not for a fallback to hide. */
  | { readonly outcome: 'success'; readonly callersError: unknown }
  | { readonly outcome: FallbackReason; readonly error: unknown };

const refusals = {
  killed: ['GUARD_KILLED', 'its kill switch is KILLED'],
  breaker_open: ['GUARD_BREAKER_OPEN', 'its breaker is open'],
  bulkhead_full: ['GUARD_BULKHEAD_FULL', 'all its slots and its line are taken'],
} as const;

/** The end of a call that was not run. */
export const refusedCall = (guard: string, outcome: keyof typeof refusals): Settled<never> => {
  const [code, because] = refusals[outcome];
  const error = new FlagSdkError(code, `Guard "${guard}" did not run the call, because ${because}.`);
  return { outcome, error };
};

/** The end of a call that took too long. */
export const timedOutCall = (guard: string, timeoutMs: number): Settled<never> => ({
  outcome: 'timeout',
  error: new FlagSdkError('GUARD_TIMEOUT', `Guard "${guard}" gave up after ${timeoutMs} ms.`),
});
