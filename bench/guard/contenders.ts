import {
  bulkhead,
  circuitBreaker,
  fallback,
  handleAll,
  SamplingBreaker,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { Registry } from 'prom-client';
import { createGuard } from '../../flag-sdk/src/resilience/guard.ts';
import { createGuardMetrics } from '../../flag-sdk/src/telemetry/guard-metrics.ts';

/** A call to be measured. */
export type MeasuredCall = () => Promise<unknown>;

/** Work that is done as soon as it is begun, so that only what stands around it is measured. */
const work = async () => 1;

const TIMEOUT_MS = 1_000;
const SLOTS = 10;
const WINDOW_MS = 10_000;
const OPEN_MS = 5_000;

const guardWith = (timeoutMs: number | null): MeasuredCall => {
  const guard = createGuard<[], number>(
    `measured ${timeoutMs}`,
    {
      dependency: 'memory',
      switchKey: 'memory',
      timeoutMs,
      concurrency: SLOTS,
      breaker: { errorShare: 0.5, minimumCalls: 20, openMs: OPEN_MS, windowMs: WINDOW_MS },
      run: work,
      fallback: [{ kind: 'default', value: 2 }],
    },
    {
      isLive: () => true,
      metrics: createGuardMetrics(new Registry()),
      now: () => performance.now(),
    },
  );
  return () => guard();
};

const cockatiel = (): MeasuredCall => {
  const breaker = new SamplingBreaker({ threshold: 0.5, duration: WINDOW_MS, minimumRps: 2 });
  const policies = wrap(
    fallback(handleAll, 2),
    circuitBreaker(handleAll, { halfOpenAfter: OPEN_MS, breaker }),
    bulkhead(SLOTS, 0),
    timeout(TIMEOUT_MS, TimeoutStrategy.Aggressive),
  );
  return () => policies.execute(work);
};

/** Our guard with and without a timer, default cockatiel with the same four policies, and the bare work. */
export const contenders = () => ({
  timer: guardWith(TIMEOUT_MS),
  noTimer: guardWith(null),
  cockatiel: cockatiel(),
  bare: work as MeasuredCall,
});
