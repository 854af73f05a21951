import {
  BrokenCircuitError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { down, guardOf } from './guard-of.ts';

/** Why the guard has a gate and a bulkhead of its own: what a well-made library does in the same situations. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('half open, a thousand calls arrive while one probe runs', () => {
  test('cockatiel lets them wait for the probe, and then lets all of them loose', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(1) });
    await policy.execute(down).catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    const probe = Promise.withResolvers<string>();
    const run = vi.fn(() => probe.promise);
    const calls = Array.from({ length: 1_000 }, () => policy.execute(run));
    await vi.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(1);
    probe.resolve('up');
    await Promise.all(calls);
    expect(run).toHaveBeenCalledTimes(1_000);
  });

  test('the guard answers all but the probes at once', async () => {
    const probe = Promise.withResolvers<string>();
    const world = { isDown: true };
    const run = vi.fn(() => (world.isDown ? down() : probe.promise));
    const breaker = { minimumCalls: 1, openMs: 1_000, probes: 1 };
    const guard = guardOf(run, { breaker, fallback: (reason) => reason });
    await guard();
    world.isDown = false;
    await vi.advanceTimersByTimeAsync(1_000);
    const calls = Array.from({ length: 1_000 }, () => guard());
    const others = await Promise.all(calls.slice(1));
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['breaker_open']));
    probe.resolve('up');
    expect(await calls[0]).toMatchObject({ outcome: 'success' });
    expect(run).toHaveBeenCalledTimes(2);
  });
});

describe('a call from before the trip fails while the breaker probes', () => {
  test('cockatiel opens again', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(1) });
    const late = Promise.withResolvers<string>();
    const early = policy.execute(() => late.promise).catch(() => {});
    await policy.execute(down).catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    const probe = Promise.withResolvers<string>();
    const probing = policy.execute(() => probe.promise);
    expect(policy.state).toBe(CircuitState.HalfOpen);
    late.reject(new Error('from long ago'));
    await early;
    expect(policy.state).toBe(CircuitState.Open);
    await expect(policy.execute(async () => 'up')).rejects.toBeInstanceOf(BrokenCircuitError);
    probe.resolve('up');
    await probing;
  });

  test('the guard takes no notice', async () => {
    const late = Promise.withResolvers<string>();
    const runs = [() => late.promise, down, async () => 'up'];
    const breaker = { minimumCalls: 1, openMs: 2_000, probes: 2, rampMs: 0 };
    const guard = guardOf(() => (runs.shift() ?? (async () => 'up'))(), {
      timeoutMs: 900,
      breaker,
      fallback: () => 'other',
    });
    const early = guard();
    await guard();
    expect(guard.state().breaker).toBe('open');
    await vi.advanceTimersByTimeAsync(2_000);
    await guard();
    late.reject(new Error('from long ago'));
    await early;
    expect(guard.state().breaker).toBe('half_open');
    await guard();
    expect(guard.state().breaker).toBe('closed');
  });
});

describe('work that does not heed its signal, eight waves of it on five slots', () => {
  /** Work that never ends by itself, and how much of it ran at once. */
  const endless = () => {
    const count = { running: 0, most: 0 };
    const run = () => {
      count.running += 1;
      count.most = Math.max(count.most, count.running);
      return new Promise<string>(() => {});
    };
    return { count, run };
  };
  const waves = async (call: () => Promise<unknown>) => {
    for (let wave = 0; wave < 8; wave += 1) {
      const calls = Array.from({ length: 5 }, () => call().catch(() => {}));
      await vi.advanceTimersByTimeAsync(100);
      await Promise.all(calls);
    }
  };

  test('cockatiel frees the slots at the timeout, so that forty run at once', async () => {
    const { count, run } = endless();
    const policy = wrap(bulkhead(5, 0), timeout(100, TimeoutStrategy.Aggressive));
    await waves(() => policy.execute(run));
    expect(count.most).toBe(40);
  });

  test('the guard keeps it at five', async () => {
    const { count, run } = endless();
    const guard = guardOf(run, { concurrency: 5, breaker: { minimumCalls: 1_000 } });
    await waves(() => guard());
    expect(count.most).toBe(5);
  });
});
