import {
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  SamplingBreaker,
  wrap,
} from 'cockatiel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { httpError, pass } from '../../../test/guard-fixture.ts';
import { burst, guardOf } from './guard-of.ts';

/** What speaks against a dependency, and what does not. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SECOND = 1_000;
const breakerOf = () =>
  circuitBreaker(handleAll, { halfOpenAfter: SECOND, breaker: new ConsecutiveBreaker(3) });
const slowly = (ms: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return 'value';
};

describe('more calls come than there are slots, and the dependency is well', () => {
  test('cockatiel takes its own rejections for failures and opens', async () => {
    const breaker = breakerOf();
    const policy = wrap(breaker, bulkhead(2, 0));
    const calls = burst(10, () => policy.execute(slowly(10)));
    await pass(0);
    expect(breaker.state).toBe(CircuitState.Open);
    await pass(10);
    await calls;
  });

  test('the guard stays closed', async () => {
    const guard = guardOf(slowly(10), { concurrency: 2, breaker: { minimumCalls: 1 } });
    const calls = burst(10, () => guard());
    await pass(10);
    await calls;
    expect(guard.state()).toMatchObject({
      breaker: 'closed',
      outcomes: { success: 2, bulkhead_full: 8 },
    });
  });
});

describe('callers ask for what does not exist', () => {
  const notFound = () => Promise.reject<string>(httpError(404));

  test('cockatiel opens for everybody', async () => {
    const breaker = breakerOf();
    await burst(3, () => breaker.execute(notFound));
    expect(breaker.state).toBe(CircuitState.Open);
  });

  test('the guard hands the answer on and stays closed, but opens when the dependency asks to slow down', async () => {
    const world = { run: notFound };
    const guard = guardOf(() => world.run(), { breaker: { minimumCalls: 3 } });
    await burst(30, () => guard());
    await expect(guard()).rejects.toMatchObject({ status: 404 });
    expect(guard.state().breaker).toBe('closed');
    world.run = () => Promise.reject(httpError(429));
    await burst(40, () => guard());
    expect(guard.state().breaker).toBe('open');
  });
});

describe('a dependency answers well, but ten times slower than it should', () => {
  test('cockatiel sees nothing', async () => {
    const breaker = new SamplingBreaker({ threshold: 0.5, duration: 10 * SECOND, minimumRps: 1 });
    const policy = circuitBreaker(handleAll, { halfOpenAfter: SECOND, breaker });
    const calls = burst(100, () => policy.execute(slowly(90)));
    await pass(90);
    await calls;
    expect(policy.state).toBe(CircuitState.Closed);
  });

  test('the guard opens where the policy names a limit', async () => {
    const guard = guardOf(slowly(90), { breaker: { minimumCalls: 20, slowMs: 50 } });
    const calls = burst(100, () => guard());
    await pass(90);
    await calls;
    expect(guard.state()).toMatchObject({ breaker: 'open', outcomes: { success: 100 } });
  });
});
