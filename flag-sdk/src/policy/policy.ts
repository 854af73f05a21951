import { FlagSdkError } from '../errors.ts';
import { boundsOf, isWhole, numbersOf } from './policy-numbers.ts';

/** Who decides whether calls pass: the breaker (`auto`), nobody while the breaker only watches (`observe`), or a person. */
export const guardModes = ['auto', 'observe', 'forced_open', 'forced_closed'] as const;
export type GuardMode = (typeof guardModes)[number];

/** When the breaker opens and how it closes again. */
export interface BreakerPolicy {
  /** Share of failed (and slow) calls in the window that opens the breaker, above 0 up to 1. */
  readonly errorShare: number;
  /** Calls in the window below which the breaker never opens. */
  readonly minimumCalls: number;
  /** How long it stays open, in milliseconds; at least twice the timeout. */
  readonly openMs: number;
  /** How many calls are let through to try whether the dependency is back. */
  readonly probes: number;
  /** A call that takes at least so many milliseconds counts as failed although it succeeded. */
  readonly slowMs?: number | undefined;
  /** Length of the window, in milliseconds. */
  readonly windowMs: number;
  /** Time after the probes in which the share of calls that pass grows from a tenth to all, in milliseconds. */
  readonly rampMs: number;
}

/** How often and out of which budget a call that failed is tried again. */
export interface RetryPolicy {
  /** How often a call may be tried again; 0 is never. */
  readonly attempts: number;
  /** Share of the calls of the last second that may be tried again, from 0 to 1. */
  readonly budgetShare: number;
  /** What may be tried again beyond that share, per second. */
  readonly budgetPerS: number;
}

/** How many calls may begin. */
export interface RateLimitPolicy {
  /** `token_bucket` saves what is not used up to `burst`; `sliding_window` allows `burst` calls in any `burst / perSecond` seconds. */
  readonly kind: 'token_bucket' | 'sliding_window';
  readonly perSecond: number;
  readonly burst: number;
}

/** The bounds within which a guarded call runs. */
export interface GuardPolicy {
  readonly mode: GuardMode;
  /** For one attempt, with its time in line; null for no limit and no timer. */
  readonly timeoutMs: number | null;
  /** For everything of a call together: line, attempts, waits between them and alternatives; null for no limit of its own. */
  readonly deadlineMs: number | null;
  /** Calls that may run at once; the most, where the limit is adaptive. */
  readonly concurrency: number;
  /** Calls that may wait for one of them to end. */
  readonly queue: number;
  /** Whether the limit of concurrent calls follows the latency, between a tenth of `concurrency` and all of it. */
  readonly adaptive: boolean;
  readonly breaker: BreakerPolicy;
  readonly retry: RetryPolicy;
  /** A second attempt is begun beside one that takes so long; null for never. */
  readonly hedgeAfterMs: number | null;
  readonly rateLimit: RateLimitPolicy | null;
}

/** A policy as it is written: only the time limit and the concurrency must be said. */
export interface GuardPolicyInput {
  readonly mode?: GuardMode | undefined;
  readonly timeoutMs: number | null;
  readonly deadlineMs?: number | null | undefined;
  readonly concurrency: number;
  readonly queue?: number | undefined;
  readonly adaptive?: boolean | undefined;
  readonly breaker?: Partial<BreakerPolicy> | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly hedgeAfterMs?: number | null | undefined;
  readonly rateLimit?: RateLimitPolicy | null | undefined;
}

const breakerFrom = (given: Partial<BreakerPolicy>, timeoutMs: number | null): BreakerPolicy => ({
  errorShare: given.errorShare ?? 0.5,
  minimumCalls: given.minimumCalls ?? 20,
  openMs: given.openMs ?? Math.max(5_000, 2 * (timeoutMs ?? 0)),
  probes: given.probes ?? 3,
  slowMs: given.slowMs,
  windowMs: given.windowMs ?? 10_000,
  rampMs: given.rampMs ?? 1_000,
});

const filledIn = (input: GuardPolicyInput): GuardPolicy => ({
  mode: input.mode ?? 'auto',
  timeoutMs: input.timeoutMs,
  deadlineMs: input.deadlineMs ?? null,
  concurrency: input.concurrency,
  queue: input.queue ?? 0,
  adaptive: input.adaptive ?? false,
  breaker: breakerFrom(input.breaker ?? {}, input.timeoutMs),
  retry: {
    attempts: input.retry?.attempts ?? 0,
    budgetShare: input.retry?.budgetShare ?? 0.2,
    budgetPerS: input.retry?.budgetPerS ?? 10,
  },
  hedgeAfterMs: input.hedgeAfterMs ?? null,
  rateLimit: input.rateLimit ?? null,
});

const outOfBounds = (policy: GuardPolicy): string | undefined => {
  for (const [name, value] of numbersOf(policy)) {
    const [least, most] = boundsOf(name);
    const fits = isWhole(name) ? Number.isInteger(value) : Number.isFinite(value);
    if (fits && value >= least && value <= most) continue;
    const kind = isWhole(name) ? 'a whole number' : 'a number';
    return `${name} should be ${kind} from ${least} to ${most}, but was ${value}`;
  }
  return undefined;
};

/** What each number allows alone, and what they do to each other. */
const contradiction = (policy: GuardPolicy, isIdempotent: boolean): string | undefined => {
  const { timeoutMs, deadlineMs, hedgeAfterMs, breaker, retry } = policy;
  if (!guardModes.includes(policy.mode)) {
    return `mode should be one of ${guardModes.join(', ')}, but was ${JSON.stringify(policy.mode)}`;
  }
  if (timeoutMs !== null && breaker.openMs < 2 * timeoutMs) {
    return `breaker.openMs should be at least twice timeoutMs (${2 * timeoutMs}), but was ${breaker.openMs}`;
  }
  if (timeoutMs !== null && deadlineMs !== null && timeoutMs >= deadlineMs) {
    return `timeoutMs should be below deadlineMs (${deadlineMs}), but was ${timeoutMs}`;
  }
  if (timeoutMs !== null && hedgeAfterMs !== null && hedgeAfterMs >= timeoutMs) {
    return `hedgeAfterMs should be below timeoutMs (${timeoutMs}), but was ${hedgeAfterMs}`;
  }
  if (isIdempotent) return undefined;
  if (retry.attempts > 0) {
    return `retry.attempts should be 0 while the work is not declared idempotent, but was ${retry.attempts}`;
  }
  return hedgeAfterMs === null
    ? undefined
    : `hedgeAfterMs should be null while the work is not declared idempotent, but was ${hedgeAfterMs}`;
};

/**
 * Fills in the defaults and checks bounds and cross-field rules, because a wrong breaker causes outages.
 * Throws `GUARD_POLICY_INVALID` naming the field, what was expected and what came.
 */
export const guardPolicyFrom = (
  guard: string,
  input: GuardPolicyInput,
  isIdempotent = false,
): GuardPolicy => {
  const policy = filledIn(input);
  const fault = outOfBounds(policy) ?? contradiction(policy, isIdempotent);
  if (fault !== undefined) throw new FlagSdkError('GUARD_POLICY_INVALID', `Guard "${guard}": ${fault}.`);
  return policy;
};
