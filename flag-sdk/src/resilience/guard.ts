import type { FlagContext } from '../client-types.ts';
import { PolicyLayers } from '../policy/policy-layers.ts';
import { areCallsTraced, type CallSpan, silent, traceCall } from '../telemetry/tracing.ts';
import { currentScope, eitherSignal } from './deadline/call-scope.ts';
import { isDependencyFailure } from './dependency-failure.ts';
import { FallbackChain } from './fallback/fallback-chain.ts';
import { GuardTally } from './guard-tally.ts';
import type { CallOptions, Guard, GuardOptions, GuardPorts } from './guard-types.ts';
import { LiveParts } from './live-parts.ts';
import type { GuardResult, GuardState } from './outcome.ts';
import type { Settled } from './settled.ts';
import { bulkheadStep } from './steps/bulkhead-step.ts';
import { gateCheckStep, gateStep } from './steps/gate-step.ts';
import { hedgeStep } from './steps/hedge-step.ts';
import { killSwitchStep } from './steps/kill-switch-step.ts';
import { rateLimitStep } from './steps/rate-limit-step.ts';
import { retryStep } from './steps/retry-step.ts';
import { type Call, endOf, holdsNothing, type Next, pipeline, type Settle } from './steps/step.ts';
import { type WorkPorts, workStep } from './steps/work-step.ts';

const NONE: CallOptions = {};

/** A guard, and the layers of its policy for whoever tunes it. */
export interface TunedGuard<Args extends readonly unknown[], T> extends Guard<Args, T> {
  readonly layers: PolicyLayers;
}

/** What a guard does with each of its calls. */
interface Handling<T> extends Pick<WorkPorts<T>, 'work' | 'isFailure'> {
  readonly isLive: (call: Call<T>) => boolean;
}

/** The way of a call from retry to work; every step follows the policy that is in force at that moment. */
const pipelineOf = <T>(
  parts: LiveParts,
  { work, isFailure, isLive }: Handling<T>,
  { now, random = Math.random }: GuardPorts,
): Next<T> => {
  const guard = parts.name;
  return pipeline<T>(
    [
      retryStep(parts, now, random),
      killSwitchStep(guard, isLive),
      gateCheckStep(parts),
      rateLimitStep(parts),
      bulkheadStep(parts, now, killSwitchStep(guard, isLive)),
      gateStep(parts),
      hedgeStep(parts, now),
    ],
    workStep({ guard, work, isFailure, now }),
  );
};

/** Asks the switch for the one whom the call is for; whoever cannot be named is drawn at random. */
const switchOf = <Args extends readonly unknown[], T>(
  { switchKey, contextOf }: GuardOptions<Args, T>,
  isLive: GuardPorts['isLive'],
): ((call: Call<T>) => boolean) => {
  if (switchKey === undefined) return () => true;
  const contextFor = ({ context, args }: Call<T>): FlagContext | undefined => {
    try {
      return context ?? contextOf?.(...(args as Args));
    } catch {
      return undefined;
    }
  };
  return (call) => isLive(switchKey, contextFor(call));
};

const repeatableOf = <Args extends readonly unknown[], T>({ idempotent = false }: GuardOptions<Args, T>) =>
  typeof idempotent === 'boolean' ? () => idempotent : (args: Args) => idempotent(...args);

/** Builds the pipeline of one guarded call: deadline, fallbacks, retry, switch, rate limit, gate, bulkhead, hedge, timeout; throws `GUARD_POLICY_INVALID`. */
export const createGuard = <Args extends readonly unknown[], T>(
  name: string,
  options: GuardOptions<Args, T>,
  ports: GuardPorts,
): TunedGuard<Args, T> => {
  const { run, dependency } = options;
  const { now } = ports;
  const layers = new PolicyLayers(name, options, (policy) => parts.apply(policy));
  const parts = new LiveParts(name, layers.policy);
  const tally = new GuardTally(ports.metrics.of(name, dependency));
  const chain = new FallbackChain<Args, T>(name, options.fallback, {
    now,
    watcher: (kind, result) => tally.link(kind, result),
  });
  const begin = pipelineOf<T>(
    parts,
    {
      work: (signal, { args }) => run(signal, ...(args as Args)),
      isFailure: options.isFailure ?? isDependencyFailure,
      isLive: switchOf(options, ports.isLive),
    },
    ports,
  );
  const isRepeatable = repeatableOf(options);

  const callOf = (args: Args, given: CallOptions, settle: Settle<T>): Call<T> => {
    const arrivedAt = now();
    const outer = currentScope();
    const { deadlineMs, timeoutMs } = parts.policy;
    const deadlineAt = Math.min(
      outer?.deadlineAt ?? Number.POSITIVE_INFINITY,
      arrivedAt + (deadlineMs ?? Number.POSITIVE_INFINITY),
      arrivedAt + (given.deadlineMs ?? Number.POSITIVE_INFINITY),
    );
    return {
      args,
      context: given.context,
      signal: eitherSignal(outer?.signal, given.signal),
      isRepeatable: isRepeatable(args),
      deadlineAt,
      arrivedAt,
      endsAt: endOf(timeoutMs, deadlineAt, arrivedAt),
      settle,
      startedAt: arrivedAt,
      // By name: spreading costs as much as everything else here.
      release: holdsNothing.release,
      epoch: holdsNothing.epoch,
      report: holdsNothing.report,
    };
  };

  /** What the caller gets for a call that did not succeed. */
  const fallBack = async (
    settled: Exclude<Settled<T>, { readonly value: T } | { readonly callersError: unknown }>,
    { deadlineAt, signal }: Call<T>,
    args: Args,
  ): Promise<GuardResult<T>> => {
    const { outcome: reason, error } = settled;
    if (reason === 'cancelled' || chain.isEmpty) throw error;
    try {
      const result = await chain.answer({ reason, error, deadlineAt, signal }, args);
      tally.fallback('served');
      return result;
    } catch (fault) {
      if (!signal?.aborted) tally.fallback('failed');
      throw fault;
    }
  };

  const settleWith = (given: CallOptions, args: Args, span: CallSpan): Promise<GuardResult<T>> =>
    new Promise((resolve, reject) => {
      const call = callOf(args, given, (settled, at) => {
        tally.call(settled.outcome, (at - call.arrivedAt) / 1000);
        span.outcome(settled.outcome, 'error' in settled ? settled.error : undefined);
        if ('value' in settled) {
          chain.remember(settled.value, args);
          resolve({ value: settled.value, degraded: false, outcome: 'success', answeredBy: 'work' });
        } else if ('callersError' in settled) reject(settled.callersError);
        else resolve(fallBack(settled, call, args));
      });
      begin(call);
    });

  const callWith = (given: CallOptions, args: Args): Promise<GuardResult<T>> =>
    areCallsTraced()
      ? traceCall(name, dependency, (span) => settleWith(given, args, span))
      : settleWith(given, args, silent);

  return Object.assign((...args: Args) => callWith(NONE, args), {
    with: (given: CallOptions, ...args: Args) => callWith(given, args),
    guardName: name,
    layers,
    state: (): GuardState => ({
      name,
      dependency,
      breaker: parts.gate.state(now()),
      bulkhead: { limit: parts.bulkhead.limit, inUse: parts.bulkhead.inUse, queued: parts.bulkhead.queued },
      outcomes: tally.counts(),
      mode: parts.mode,
      policy: layers.origin,
    }),
    policy: () => parts.policy,
    force: (breaker: 'open' | 'closed' | 'auto') =>
      parts.force(breaker === 'auto' ? undefined : breaker === 'open' ? 'forced_open' : 'forced_closed'),
    setPolicy: (input: Parameters<Guard<Args, T>['setPolicy']>[0]) => layers.setDeclared(input),
  });
};
