import type { GuardMetrics } from '../telemetry/guard-metrics.ts';
import type { FallbackReason, GuardResult, GuardState } from './outcome.ts';
import type { GuardPolicyInput } from './policy.ts';

/** The same arguments, but learnt from `run` alone, so that a fallback may leave out those that it does not need. */
type ArgumentsOf<Args extends readonly unknown[]> = Args extends unknown ? Args : never;

/** A guarded call as it is declared. */
export interface GuardOptions<Args extends readonly unknown[], T> extends GuardPolicyInput {
  /** The service or store that is called; a metric label. */
  readonly dependency: string;
  /** The kill switch that sheds this call; while it is KILLED only the fallback answers. */
  readonly switchKey?: string | undefined;
  /** The work. The signal is aborted at the timeout, which counts from the call and so includes the time in line; the slot is free again only when the work ends. */
  readonly run: (signal: AbortSignal, ...args: Args) => Promise<T> | T;
  /** The answer when the work may not run or failed; without it the call rejects with the reason. */
  readonly fallback?:
    | ((
        reason: FallbackReason,
        error: unknown,
        ...args: ArgumentsOf<Args>
      ) => Promise<NoInfer<T>> | NoInfer<T>)
    | undefined;
  /**
   * Whether an error speaks against the dependency; the default says no to HTTP 4xx other than 408 and 429.
   * Other errors are the caller's own: they reach the caller as they are, without fallback, and count as success.
   */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
}

/** A guarded call: call it like the function it guards. */
export interface Guard<Args extends readonly unknown[], T> {
  /** Rejects only when there is no fallback, when the fallback fails, or with the caller's own error. */
  (...args: Args): Promise<GuardResult<T>>;
  readonly guardName: string;
  state(): GuardState;
  /** Holds the breaker open or closed whatever happens, or hands it back with `auto`. */
  force(breaker: 'open' | 'closed' | 'auto'): void;
  /** Applies other bounds at once, without losing the breaker's state; throws `GUARD_POLICY_INVALID`. */
  setPolicy(policy: GuardPolicyInput): void;
}

/** What a guard needs of its surroundings. */
export interface GuardPorts {
  readonly isLive: (switchKey: string) => boolean;
  readonly metrics: GuardMetrics;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
}
