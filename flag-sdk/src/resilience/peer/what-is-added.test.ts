import {
  bulkhead,
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleAll,
  type IPolicy,
  retry,
} from 'cockatiel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass } from '../../../test/guard-fixture.ts';
import { burst, down, guardOf } from './guard-of.ts';

/** How much load protection itself adds to a dependency that is weak already. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a dependency is down, and each of five hundred calls may be tried three times more', () => {
  test('cockatiel asks it four times as often', async () => {
    const run = vi.fn(down);
    const policy = retry(handleAll, { maxAttempts: 3, backoff: new ConstantBackoff(100) });
    const calls = burst(500, () => policy.execute(run));
    await pass(1_000);
    await calls;
    expect(run).toHaveBeenCalledTimes(2_000);
  });

  test('the guard adds a fifth and a few', async () => {
    const run = vi.fn(down);
    const guard = guardOf(run, {
      idempotent: true,
      retry: { attempts: 3 },
      breaker: { minimumCalls: 10_000 },
    });
    const calls = burst(500, () => guard());
    await pass(900);
    await calls;
    expect(run).toHaveBeenCalledTimes(500 + 100 + 10);
  });
});

describe('a dependency has just come back, and a hundred calls arrive', () => {
  test('cockatiel lets all of them through after the first success', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(1) });
    await policy.execute(down).catch(() => {});
    await pass(1_000);
    await policy.execute(async () => 'up');
    const run = vi.fn(async () => 'up');
    await burst(100, () => policy.execute(run));
    expect(run).toHaveBeenCalledTimes(100);
  });

  test('the guard lets a tenth through, and more from moment to moment', async () => {
    const world = { run: down };
    const guard = guardOf(() => world.run(), {
      breaker: { minimumCalls: 1, openMs: 1_000, probes: 1, rampMs: 1_000 },
    });
    await burst(1, () => guard());
    await pass(1_000);
    const run = vi.fn(async () => 'up');
    world.run = run;
    await guard();
    const passing = async () => {
      run.mockClear();
      await burst(100, () => guard());
      return run.mock.calls.length;
    };
    expect(Math.round((await passing()) / 10)).toBe(1);
    await pass(500);
    expect(await passing()).toBeCloseTo(55, -1);
    await pass(500);
    expect(await passing()).toBe(100);
  });
});

describe('the limit of concurrent calls is lowered from five to two while five run', () => {
  const endless = () => {
    const count = { running: 0 };
    const run = () => {
      count.running += 1;
      return new Promise<string>(() => {});
    };
    return { count, run };
  };

  test('the limit of cockatiel is fixed: another bulkhead in its place knows nothing of the five', async () => {
    const { count, run } = endless();
    const world: { policy: IPolicy } = { policy: bulkhead(5, 0) };
    void burst(5, () => world.policy.execute(run));
    world.policy = bulkhead(2, 0);
    void burst(5, () => world.policy.execute(run));
    await pass(0);
    expect(count.running).toBe(7);
  });

  test('the guard lets nobody in before there is room', async () => {
    const { count, run } = endless();
    const policy = { timeoutMs: 100, concurrency: 5, breaker: { minimumCalls: 1_000 } };
    const guard = guardOf(run, policy);
    const first = burst(5, () => guard());
    guard.setPolicy({ ...policy, concurrency: 2 });
    await burst(5, () => guard());
    expect(count.running).toBe(5);
    expect(guard.state().outcomes).toMatchObject({ bulkhead_full: 5 });
    await pass(100);
    await first;
  });
});
