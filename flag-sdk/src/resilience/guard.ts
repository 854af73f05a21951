import { FlagSdkError } from '../errors.ts';
import type { GuardMetrics } from '../telemetry/guard-metrics.ts';
import { traceCall } from '../telemetry/tracing.ts';
import { Bulkhead } from './bulkhead.ts';
import { isDependencyFailure } from './dependency-failure.ts';
import { Gate } from './gate.ts';
import {
  type FallbackReason,
  type FallbackResult,
  type GuardOutcome,
  type GuardResult,
  type GuardState,
  guardOutcomes,
} from './outcome.ts';
import { type GuardPolicy, type GuardPolicyInput, guardPolicyFrom } from './policy.ts';
import { runWithTimeout } from './timeout.ts';

/** A guarded call as it is declared. */
export interface GuardOptions<Args extends readonly unknown[], T> extends GuardPolicyInput {
  /** The service or store that is called; a metric label. */
  readonly dependency: string;
  /** The kill switch that sheds this call; while it is KILLED only the fallback answers. */
  readonly switchKey?: string | undefined;
  /** The work. The signal is aborted at the timeout; the slot is free again only when the work ends. */
  readonly run: (signal: AbortSignal, ...args: Args) => Promise<T> | T;
  /** The answer when the work may not run or failed; without it the call rejects with the reason. */
  readonly fallback?: ((reason: FallbackReason, error: unknown, ...args: Args) => Promise<T> | T) | undefined;
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

const refusals = {
  killed: ['GUARD_KILLED', 'its kill switch is KILLED'],
  breaker_open: ['GUARD_BREAKER_OPEN', 'its breaker is open'],
  bulkhead_full: ['GUARD_BULKHEAD_FULL', 'all its slots and its line are taken'],
} as const;

const refusalOf = (guard: string, reason: keyof typeof refusals) => {
  const [code, because] = refusals[reason];
  return new FlagSdkError(code, `Guard "${guard}" did not run the call, because ${because}.`);
};

type Settled<T> =
  | { readonly outcome: 'success'; readonly value: T }
  | { readonly outcome: 'success'; readonly callersError: unknown }
  | { readonly outcome: FallbackReason; readonly error: unknown };

/** Builds the pipeline kill switch, gate, bulkhead, timeout, fallback around one call. */
export const createGuard = <Args extends readonly unknown[], T>(
  name: string,
  options: GuardOptions<Args, T>,
  ports: GuardPorts,
): Guard<Args, T> => {
  let policy: GuardPolicy = guardPolicyFrom(name, options);
  const { dependency, switchKey, run, fallback } = options;
  const isFailure = options.isFailure ?? isDependencyFailure;
  const gate = new Gate(policy.breaker);
  const bulkhead = new Bulkhead(policy.concurrency, policy.queue);
  const metrics = ports.metrics.of(name, dependency);
  const outcomes: Record<GuardOutcome | `fallback_${FallbackResult}`, number> = {
    ...(Object.fromEntries(guardOutcomes.map((outcome) => [outcome, 0])) as Record<GuardOutcome, number>),
    fallback_served: 0,
    fallback_failed: 0,
  };

  const refused = (reason: keyof typeof refusals): Settled<T> => ({
    outcome: reason,
    error: refusalOf(name, reason),
  });

  const isKilled = () => switchKey !== undefined && !ports.isLive(switchKey);

  /** Waits for a slot within the call's own time; `undefined` when there is none. */
  const enterBulkhead = (timeoutMs: number): true | Promise<boolean> =>
    bulkhead.tryEnter() ||
    new Promise<boolean>((resolve) => {
      const leaveLine = bulkhead.wait(() => {
        clearTimeout(timer);
        resolve(true);
      });
      const timer = setTimeout(() => {
        leaveLine?.();
        resolve(false);
      }, timeoutMs);
      if (leaveLine === undefined) {
        clearTimeout(timer);
        resolve(false);
      }
    });

  const settle = async (args: Args): Promise<Settled<T>> => {
    if (isKilled()) return refused('killed');
    const arrived = ports.now();
    if (!gate.admits(arrived)) return refused('breaker_open');
    const entered = enterBulkhead(policy.timeoutMs);
    let started = arrived;
    if (entered !== true) {
      if (!(await entered)) return refused('bulkhead_full');
      started = ports.now();
      if (isKilled()) {
        bulkhead.leave();
        return refused('killed');
      }
    }
    const epoch = gate.enter(started);
    if (epoch === 0) {
      bulkhead.leave();
      return refused('breaker_open');
    }
    const report = (result: 'success' | 'failure') => {
      const ended = ports.now();
      gate.leave(epoch, result, ended - started, ended);
    };
    const timeoutMs = Math.max(1, policy.timeoutMs - (started - arrived));
    const end = await runWithTimeout(
      (signal) => run(signal, ...args),
      timeoutMs,
      () => bulkhead.leave(),
    );
    if (end.kind === 'value') {
      report('success');
      return { outcome: 'success', value: end.value };
    }
    if (end.kind === 'timeout') {
      report('failure');
      return {
        outcome: 'timeout',
        error: new FlagSdkError('GUARD_TIMEOUT', `Guard "${name}" gave up after ${policy.timeoutMs} ms.`),
      };
    }
    if (isFailure(end.error)) {
      report('failure');
      return { outcome: 'failure', error: end.error };
    }
    report('success');
    return { outcome: 'success', callersError: end.error };
  };

  const countFallback = (result: FallbackResult) => {
    outcomes[`fallback_${result}`] += 1;
    metrics.fallback(result);
  };

  const answer = async (settled: Settled<T>, args: Args): Promise<GuardResult<T>> => {
    if (settled.outcome === 'success') {
      if ('value' in settled) return { value: settled.value, degraded: false, outcome: 'success' };
      throw settled.callersError;
    }
    if (fallback === undefined) throw settled.error;
    try {
      const value = await fallback(settled.outcome, settled.error, ...args);
      countFallback('served');
      return { value, degraded: true, outcome: settled.outcome };
    } catch (error) {
      countFallback('failed');
      throw new FlagSdkError(
        'GUARD_FALLBACK_FAILED',
        `Guard "${name}" ended with ${settled.outcome}, and its fallback failed too: ${String(error)}`,
        { cause: new AggregateError([settled.error, error], 'the call and its fallback failed') },
      );
    }
  };

  const call = (...args: Args): Promise<GuardResult<T>> =>
    traceCall(name, dependency, async (span) => {
      const began = ports.now();
      const settled = await settle(args);
      outcomes[settled.outcome] += 1;
      metrics.call(settled.outcome, (ports.now() - began) / 1000);
      span.outcome(settled.outcome, 'error' in settled ? settled.error : undefined);
      return answer(settled, args);
    });

  return Object.assign(call, {
    guardName: name,
    state: (): GuardState => ({
      name,
      dependency,
      breaker: gate.state(ports.now()),
      bulkhead: { limit: bulkhead.limit, inUse: bulkhead.inUse, queued: bulkhead.queued },
      outcomes: { ...outcomes },
    }),
    force: (breaker: 'open' | 'closed' | 'auto') => {
      gate.force(breaker === 'auto' ? undefined : breaker === 'open' ? 'forced_open' : 'forced_closed');
    },
    setPolicy: (input: GuardPolicyInput) => {
      policy = guardPolicyFrom(name, input);
      gate.update(policy.breaker);
      bulkhead.resize(policy.concurrency, policy.queue);
    },
  });
};
