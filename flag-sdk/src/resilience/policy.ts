import { FlagSdkError } from '../errors.ts';

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
}

/** The bounds within which a guarded call runs. */
export interface GuardPolicy {
  readonly timeoutMs: number;
  /** Calls that may run at once. */
  readonly concurrency: number;
  /** Calls that may wait for one of them to end. */
  readonly queue: number;
  readonly breaker: BreakerPolicy;
}

/** A policy as it is written: the breaker's parts are optional. */
export interface GuardPolicyInput {
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly queue?: number | undefined;
  readonly breaker?: Partial<BreakerPolicy> | undefined;
}

const bounds = {
  timeoutMs: [1, 600_000],
  concurrency: [1, 100_000],
  queue: [0, 100_000],
  'breaker.errorShare': [0.001, 1],
  'breaker.minimumCalls': [1, 1_000_000],
  'breaker.openMs': [1, 3_600_000],
  'breaker.probes': [1, 1_000],
  'breaker.slowMs': [1, 600_000],
  'breaker.windowMs': [10, 3_600_000],
} as const;

const whole = new Set(['concurrency', 'queue', 'breaker.minimumCalls', 'breaker.probes']);

const refuse = (guard: string, sentence: string) =>
  new FlagSdkError('GUARD_POLICY_INVALID', `Guard "${guard}": ${sentence}`);

const checkBounds = (guard: string, name: keyof typeof bounds, value: number) => {
  const [least, most] = bounds[name];
  const kind = whole.has(name) ? 'a whole number' : 'a number';
  const fits = whole.has(name) ? Number.isInteger(value) : Number.isFinite(value);
  if (!(fits && value >= least && value <= most)) {
    throw refuse(guard, `${name} should be ${kind} from ${least} to ${most}, but was ${value}.`);
  }
};

/**
 * Fills in the defaults and checks bounds and cross-field rules, because a wrong breaker causes outages.
 * Throws `GUARD_POLICY_INVALID` naming the field, what was expected and what came.
 */
export const guardPolicyFrom = (guard: string, input: GuardPolicyInput): GuardPolicy => {
  const given = input.breaker ?? {};
  const breaker: BreakerPolicy = {
    errorShare: given.errorShare ?? 0.5,
    minimumCalls: given.minimumCalls ?? 20,
    openMs: given.openMs ?? Math.max(5_000, 2 * input.timeoutMs),
    probes: given.probes ?? 3,
    slowMs: given.slowMs,
    windowMs: given.windowMs ?? 10_000,
  };
  const policy: GuardPolicy = {
    timeoutMs: input.timeoutMs,
    concurrency: input.concurrency,
    queue: input.queue ?? 0,
    breaker,
  };
  checkBounds(guard, 'timeoutMs', policy.timeoutMs);
  checkBounds(guard, 'concurrency', policy.concurrency);
  checkBounds(guard, 'queue', policy.queue);
  checkBounds(guard, 'breaker.errorShare', breaker.errorShare);
  checkBounds(guard, 'breaker.minimumCalls', breaker.minimumCalls);
  checkBounds(guard, 'breaker.openMs', breaker.openMs);
  checkBounds(guard, 'breaker.probes', breaker.probes);
  checkBounds(guard, 'breaker.windowMs', breaker.windowMs);
  if (breaker.slowMs !== undefined) checkBounds(guard, 'breaker.slowMs', breaker.slowMs);
  if (breaker.openMs < 2 * policy.timeoutMs) {
    throw refuse(
      guard,
      `breaker.openMs should be at least twice timeoutMs (${2 * policy.timeoutMs}), but was ${breaker.openMs}.`,
    );
  }
  return policy;
};
