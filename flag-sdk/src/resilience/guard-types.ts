import type { FlagContext } from '../client-types.ts';
import type { GuardPolicy, GuardPolicyInput } from '../policy/policy.ts';
import type { GuardMetrics } from '../telemetry/guard-metrics.ts';
import type { ArgumentsOf, Fallback, ReducedAnswer } from './fallback/fallback-types.ts';
import type { GuardResult, GuardState } from './outcome.ts';

/** A guarded call as it is declared. */
export interface GuardOptions<Args extends readonly unknown[], T> extends GuardPolicyInput {
  /** The service or store that is called; a metric label, and the last part of the policy flag's name. */
  readonly dependency: string;
  /** The kill switch that sheds this call; while it is KILLED only the fallback answers. */
  readonly switchKey?: string | undefined;
  /** Whom the call is for, so that a switch that is partly LIVE treats the same user alike; without it each call is drawn at random. Written after `run`, it knows the types of the arguments. */
  readonly contextOf?: ((...args: ArgumentsOf<Args>) => FlagContext) | undefined;
  /** Whether the work may be done twice. Only then is it tried again or hedged. Default false. */
  readonly idempotent?: boolean | ((...args: ArgumentsOf<Args>) => boolean) | undefined;
  /** The work. The signal is aborted when nobody waits any more: at the timeout, at the deadline, or when the caller cancels. The slot is free again only when the work ends. */
  readonly run: (signal: AbortSignal, ...args: Args) => Promise<T> | T;
  /** What answers when the work may not run or failed: links in order, or one function; without it the call rejects with the reason. */
  readonly fallback?: ReducedAnswer<Args, T> | readonly Fallback<Args, T>[] | undefined;
  /**
   * Whether an error speaks against the dependency; the default says no to HTTP 4xx other than 408 and 429.
   * Other errors are the caller's own: they reach the caller as they are, without fallback, and count as success.
   */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
}

/** What one call may be given beside its arguments. */
export interface CallOptions {
  /** Ends the call when it aborts: the work's signal aborts too, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** What is left for the whole call, in milliseconds; it can only shorten the deadline that holds already. */
  readonly deadlineMs?: number | undefined;
  /** Whom the call is for, in place of what `contextOf` says. */
  readonly context?: FlagContext | undefined;
}

/** A guarded call: call it like the function it guards. */
export interface Guard<Args extends readonly unknown[], T> {
  /** Rejects only when there is no fallback, when every fallback fails, with the caller's own error, or when the caller cancels. */
  (...args: Args): Promise<GuardResult<T>>;
  /** The same, with a signal, a deadline or a context for this one call. */
  with(options: CallOptions, ...args: Args): Promise<GuardResult<T>>;
  readonly guardName: string;
  state(): GuardState;
  /** The policy that is in force. */
  policy(): GuardPolicy;
  /** Holds the breaker open or closed whatever the policy says, or hands it back with `auto`. */
  force(breaker: 'open' | 'closed' | 'auto'): void;
  /** Sets other bounds in place of the declared ones, at once and without losing the breaker's state; a policy flag still goes over them. Throws `GUARD_POLICY_INVALID`. */
  setPolicy(policy: GuardPolicyInput): void;
}

/** What a guard needs of its surroundings. */
export interface GuardPorts {
  readonly isLive: (switchKey: string, context?: FlagContext) => boolean;
  readonly metrics: GuardMetrics;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1; default `Math.random`. */
  readonly random?: (() => number) | undefined;
}
