import { FlagSdkError } from '../errors.ts';
import { traceCall } from '../telemetry/tracing.ts';
import { Bulkhead } from './bulkhead.ts';
import { isDependencyFailure } from './dependency-failure.ts';
import { Gate } from './gate.ts';
import { GuardTally } from './guard-tally.ts';
import type { Guard, GuardOptions, GuardPorts } from './guard-types.ts';
import type { GuardResult, GuardState } from './outcome.ts';
import { guardPolicyFrom } from './policy.ts';
import type { Settled } from './settled.ts';
import { bulkheadStep, gateCheckStep, gateStep, killSwitchStep, pipeline, workStep } from './steps.ts';

/** Everything of a guard that lives from call to call. */
const partsOf = <Args extends readonly unknown[], T>(
  name: string,
  options: GuardOptions<Args, T>,
  ports: GuardPorts,
) => {
  const policy = guardPolicyFrom(name, options);
  const { switchKey } = options;
  const { isLive, now } = ports;
  const gate = new Gate(policy.breaker);
  const bulkhead = new Bulkhead(policy.concurrency, policy.queue);
  const killSwitch = killSwitchStep<T>(name, () => switchKey !== undefined && !isLive(switchKey));
  const settle = pipeline<T>(
    [
      killSwitch,
      gateCheckStep(name, gate),
      bulkheadStep(name, bulkhead, killSwitch),
      gateStep(name, gate, now),
    ],
    workStep(name, options.isFailure ?? isDependencyFailure, now),
  );
  const tally = new GuardTally(ports.metrics.of(name, options.dependency));
  return { policy, gate, bulkhead, settle, tally };
};

const fallbackFailure = (
  guard: string,
  reason: Extract<Settled<never>, { error: unknown }>,
  error: unknown,
) =>
  new FlagSdkError(
    'GUARD_FALLBACK_FAILED',
    `Guard "${guard}" ended with ${reason.outcome}, and its fallback failed too: ${String(error)}`,
    { cause: new AggregateError([reason.error, error], 'the call and its fallback failed') },
  );

/** Turns the end of the guarded part into what the caller gets, asking the fallback where there is need and one is given. */
const answer = async <Args extends readonly unknown[], T>(
  name: string,
  settled: Settled<T>,
  args: Args,
  fallback: GuardOptions<Args, T>['fallback'],
  tally: GuardTally,
): Promise<GuardResult<T>> => {
  if ('value' in settled) return { value: settled.value, degraded: false, outcome: 'success' };
  if ('callersError' in settled) throw settled.callersError;
  if (fallback === undefined) throw settled.error;
  try {
    const value = await fallback(settled.outcome, settled.error, ...args);
    tally.fallback('served');
    return { value, degraded: true, outcome: settled.outcome };
  } catch (error) {
    tally.fallback('failed');
    throw fallbackFailure(name, settled, error);
  }
};

/** Builds the pipeline kill switch, gate, bulkhead, timeout, fallback around one call; throws `GUARD_POLICY_INVALID`. */
export const createGuard = <Args extends readonly unknown[], T>(
  name: string,
  options: GuardOptions<Args, T>,
  ports: GuardPorts,
): Guard<Args, T> => {
  const { run, fallback, dependency } = options;
  const { now } = ports;
  const { gate, bulkhead, settle, tally, ...initial } = partsOf(name, options, ports);
  let { policy } = initial;

  const call = (...args: Args): Promise<GuardResult<T>> =>
    traceCall(name, dependency, async (span) => {
      const arrivedAt = now();
      const settled = await settle({
        work: (signal) => run(signal, ...args),
        arrivedAt,
        timeoutMs: policy.timeoutMs,
        hasBegun: false,
        onWorkEnd: () => {},
      });
      tally.call(settled.outcome, (now() - arrivedAt) / 1000);
      span.outcome(settled.outcome, 'error' in settled ? settled.error : undefined);
      return answer(name, settled, args, fallback, tally);
    });

  return Object.assign(call, {
    guardName: name,
    state: (): GuardState => ({
      name,
      dependency,
      breaker: gate.state(now()),
      bulkhead: { limit: bulkhead.limit, inUse: bulkhead.inUse, queued: bulkhead.queued },
      outcomes: tally.counts(),
    }),
    force: (breaker: 'open' | 'closed' | 'auto') =>
      gate.force(breaker === 'auto' ? undefined : breaker === 'open' ? 'forced_open' : 'forced_closed'),
    setPolicy: (input: Parameters<Guard<Args, T>['setPolicy']>[0]) => {
      policy = guardPolicyFrom(name, input);
      gate.update(policy.breaker);
      bulkhead.resize(policy.concurrency, policy.queue);
    },
  });
};
