import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGuardMetrics } from '../telemetry/guard-metrics.ts';
import { createGuard } from './guard.ts';
import type { GuardOptions } from './guard-types.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const httpError = (status: number) => Object.assign(new Error(`HTTP ${status}`), { status });

/** A guard on a clock that moves with the fake timers, and a switch in the test's hand. */
const guarded = <Args extends readonly unknown[], T>(
  options: Partial<GuardOptions<Args, T>> & Pick<GuardOptions<Args, T>, 'run'>,
) => {
  const registry = new Registry();
  const world = { isLive: true };
  const guard = createGuard<Args, T>(
    'recommend',
    {
      dependency: 'recommendation',
      switchKey: 'recommendations',
      timeoutMs: 100,
      concurrency: 2,
      ...options,
    },
    { isLive: () => world.isLive, metrics: createGuardMetrics(registry), now: () => Date.now() },
  );
  return { guard, world, registry };
};

const never = () => new Promise<never>(() => {});

describe('outcomes', () => {
  test('a call that succeeds gives its value, with the arguments it was called with', async () => {
    const { guard } = guarded({ run: async (_signal, user: string, count: number) => user.repeat(count) });
    expect(await guard('ab', 2)).toEqual({
      value: 'abab',
      degraded: false,
      outcome: 'success',
      answeredBy: 'work',
    });
  });

  test('a call that fails is answered by the fallback, which hears why', async () => {
    const error = httpError(503);
    const fallback = vi.fn(() => 'bestsellers');
    const { guard } = guarded({ run: (_signal, _user: string) => Promise.reject<string>(error), fallback });
    expect(await guard('u1')).toMatchObject({ value: 'bestsellers', degraded: true, outcome: 'failure' });
    expect(fallback).toHaveBeenCalledWith('failure', error, 'u1');
  });

  test('a fallback knows the types of the arguments without naming them', async () => {
    const { guard } = guarded({
      run: async (_signal, user: string, count: number) => ({ user, count, from: 'service' }),
      fallback: (reason, _error, user, count) => ({
        user: user.toUpperCase(),
        count: count + 1,
        from: reason,
      }),
    });
    guard.force('open');
    expect((await guard('ann', 1)).value).toEqual({ user: 'ANN', count: 2, from: 'breaker_open' });
  });

  test('a call that takes too long is aborted and answered by the fallback', async () => {
    let aborted: unknown;
    const run = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        aborted = signal.reason;
      });
      return never();
    };
    const { guard } = guarded<[], string>({ run, fallback: (reason) => reason });
    const result = guard();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toEqual({
      value: 'timeout',
      degraded: true,
      outcome: 'timeout',
      answeredBy: 'reduced',
    });
    expect(aborted).toMatchObject({ name: 'TimeoutError' });
  });

  test('a killed switch answers with the fallback and does not run the call', async () => {
    const run = vi.fn(async () => 'personal');
    const { guard, world } = guarded({ run, fallback: () => 'bestsellers' });
    world.isLive = false;
    expect(await guard()).toMatchObject({ value: 'bestsellers', degraded: true, outcome: 'killed' });
    expect(run).not.toHaveBeenCalled();
    world.isLive = true;
    expect(await guard()).toMatchObject({ value: 'personal', degraded: false });
  });

  test('a kill goes before a breaker that is forced closed', async () => {
    const { guard, world } = guarded({ run: async () => 'personal', fallback: (reason) => reason });
    guard.force('closed');
    world.isLive = false;
    expect(await guard()).toMatchObject({ outcome: 'killed' });
  });

  test("the caller's own error reaches the caller as it is, without fallback, and counts as success", async () => {
    const error = httpError(402);
    const fallback = vi.fn(() => 'never');
    const { guard } = guarded({ run: () => Promise.reject<string>(error), fallback });
    await expect(guard()).rejects.toBe(error);
    expect(fallback).not.toHaveBeenCalled();
    expect(guard.state().outcomes).toMatchObject({ success: 1, failure: 0 });
  });

  test('without a fallback the reason is thrown', async () => {
    const error = new Error('refused');
    const { guard, world } = guarded({ run: () => Promise.reject<string>(error) });
    await expect(guard()).rejects.toBe(error);
    world.isLive = false;
    await expect(guard()).rejects.toMatchObject({ code: 'GUARD_KILLED' });
  });

  test('a fallback that fails is told with both reasons, and counted', async () => {
    const { guard } = guarded({
      run: () => Promise.reject<string>(new Error('down')),
      fallback: () => Promise.reject(new Error('down too')),
    });
    const thrown = await guard().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'GUARD_FALLBACK_FAILED' });
    expect((thrown as Error).cause).toMatchObject({ errors: [{ message: 'down' }, { message: 'down too' }] });
    expect(guard.state().outcomes).toMatchObject({ failure: 1, fallback_failed: 1, fallback_served: 0 });
  });
});

describe('bulkhead', () => {
  test('rejects what has neither slot nor place in line', async () => {
    const { guard } = guarded<[], string>({ run: never, queue: 1, fallback: (reason) => reason });
    const calls = [guard(), guard(), guard(), guard()];
    expect(await calls[3]).toMatchObject({ outcome: 'bulkhead_full' });
    expect(guard.state().bulkhead).toEqual({ limit: 2, inUse: 2, queued: 1 });
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(calls);
  });

  test('a slot stays taken after the timeout until the work ends', async () => {
    const work = Promise.withResolvers<string>();
    const run = vi.fn(() => work.promise);
    const { guard } = guarded({ run, concurrency: 1, fallback: (reason) => reason });
    const first = guard();
    await vi.advanceTimersByTimeAsync(100);
    expect(await first).toMatchObject({ outcome: 'timeout' });
    expect(await guard()).toMatchObject({ outcome: 'bulkhead_full' });
    expect(run).toHaveBeenCalledTimes(1);
    work.resolve('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(guard.state().bulkhead.inUse).toBe(0);
    expect(await guard()).toMatchObject({ outcome: 'success' });
  });

  test('never has more work running than slots, though every call times out', async () => {
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const run = () => {
      running += 1;
      most = Math.max(most, running);
      return new Promise<string>((resolve) => {
        ends.push(() => {
          running -= 1;
          resolve('late');
        });
      });
    };
    const { guard } = guarded({ run, concurrency: 5, queue: 0, fallback: (reason) => reason });
    for (let wave = 0; wave < 8; wave += 1) {
      const calls = Array.from({ length: 10 }, () => guard());
      await vi.advanceTimersByTimeAsync(100);
      await Promise.all(calls);
    }
    expect(most).toBe(5);
    for (const end of ends) end();
  });

  test('time in line counts: who waits for the whole timeout is not run at all', async () => {
    const run = vi.fn(never);
    const { guard } = guarded<[], string>({ run, concurrency: 1, queue: 5, fallback: (reason) => reason });
    const first = guard();
    await vi.advanceTimersByTimeAsync(50);
    const second = guard();
    await vi.advanceTimersByTimeAsync(100);
    expect(await first).toMatchObject({ outcome: 'timeout' });
    expect(await second).toMatchObject({ outcome: 'bulkhead_full' });
    expect(run).toHaveBeenCalledTimes(1);
    expect(guard.state().bulkhead.queued).toBe(0);
  });

  test('who was in line when the switch was killed is not run', async () => {
    const work = Promise.withResolvers<string>();
    const run = vi.fn(() => work.promise);
    const { guard, world } = guarded({ run, concurrency: 1, queue: 1, fallback: (reason) => reason });
    const calls = [guard(), guard()];
    world.isLive = false;
    work.resolve('value');
    expect((await Promise.all(calls)).map(({ outcome }) => outcome)).toEqual(['success', 'killed']);
    expect(run).toHaveBeenCalledTimes(1);
    expect(guard.state().bulkhead.inUse).toBe(0);
  });
});

describe('breaker', () => {
  const breaker = { errorShare: 0.5, minimumCalls: 4, openMs: 1_000, probes: 2, rampMs: 0 };

  test('opens at failures, rejects without running, probes, and closes', async () => {
    const state = { isDown: true };
    const run = vi.fn(async () => {
      if (state.isDown) throw httpError(500);
      return 'personal';
    });
    const { guard } = guarded({ run, breaker, fallback: (reason) => reason });
    for (let index = 0; index < 4; index += 1) await guard();
    expect(guard.state().breaker).toBe('open');
    expect(await guard()).toMatchObject({ outcome: 'breaker_open' });
    expect(run).toHaveBeenCalledTimes(4);
    state.isDown = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(guard.state().breaker).toBe('half_open');
    for (let index = 0; index < 2; index += 1) expect(await guard()).toMatchObject({ outcome: 'success' });
    expect(guard.state().breaker).toBe('closed');
  });

  test('half open, two probes run and the rest is rejected at once', async () => {
    const state = { isDown: true };
    const run = () => (state.isDown ? Promise.reject(httpError(500)) : never());
    const options = { run, breaker, concurrency: 100, fallback: (reason: string) => reason };
    const { guard } = guarded<[], string>(options);
    for (let index = 0; index < 4; index += 1) await guard();
    state.isDown = false;
    await vi.advanceTimersByTimeAsync(1_000);
    const results = Array.from({ length: 50 }, () => guard());
    const rejected = await Promise.all(results.slice(2));
    expect(rejected.every(({ outcome }) => outcome === 'breaker_open')).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(await results[0]).toMatchObject({ outcome: 'timeout' });
    expect(guard.state().breaker).toBe('open');
  });

  test('is not tripped by full bulkheads', async () => {
    const { guard } = guarded<[], string>({
      run: never,
      concurrency: 1,
      breaker,
      fallback: (reason) => reason,
    });
    const calls = Array.from({ length: 100 }, () => guard());
    const outcomes = (await Promise.all(calls.slice(1))).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['bulkhead_full']));
    expect(guard.state().breaker).toBe('closed');
    await vi.advanceTimersByTimeAsync(100);
    await calls[0];
  });

  test("is not tripped by the caller's own errors", async () => {
    const { guard } = guarded({ run: () => Promise.reject<string>(httpError(404)), breaker });
    for (let index = 0; index < 50; index += 1) await guard().catch(() => {});
    expect(guard.state().breaker).toBe('closed');
  });

  test('a judge of errors that throws counts as a failure', async () => {
    const isFailure = () => {
      throw new Error('wrong judge');
    };
    const run = () => Promise.reject<string>(new Error('down'));
    const { guard } = guarded({ run, isFailure, fallback: () => 'safe' });
    expect(await guard()).toMatchObject({ outcome: 'failure' });
  });

  test('is opened by timeouts, and a late success of one does not close it', async () => {
    const ends: ((value: string) => void)[] = [];
    const run = () => new Promise<string>((resolve) => ends.push(resolve));
    const { guard } = guarded({ run, concurrency: 10, breaker, fallback: (reason) => reason });
    const calls = Array.from({ length: 4 }, () => guard());
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(calls);
    for (const end of ends) end('late');
    await vi.advanceTimersByTimeAsync(0);
    expect(guard.state().breaker).toBe('open');
  });

  test('is held open or closed by force, and handed back', async () => {
    const { guard } = guarded({ run: async () => 'value', fallback: (reason) => reason });
    guard.force('open');
    expect(await guard()).toMatchObject({ outcome: 'breaker_open' });
    expect(guard.state().breaker).toBe('forced_open');
    guard.force('auto');
    expect(await guard()).toMatchObject({ outcome: 'success' });
  });
});

test('a policy set at run time applies to the next call and to the line', async () => {
  const { guard } = guarded<[], string>({
    run: never,
    concurrency: 1,
    queue: 5,
    fallback: (reason) => reason,
  });
  const calls = [guard(), guard(), guard()];
  await vi.advanceTimersByTimeAsync(0);
  guard.setPolicy({ timeoutMs: 50, concurrency: 3, queue: 0 });
  expect(guard.state().bulkhead).toEqual({ limit: 3, inUse: 3, queued: 0 });
  expect(() => guard.setPolicy({ timeoutMs: -1, concurrency: 3 })).toThrow('timeoutMs should be');
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all(calls);
});

test('counts every outcome in the given registry, from 0', async () => {
  const { guard, registry, world } = guarded({ run: async () => 'value', fallback: () => 'other' });
  await guard();
  world.isLive = false;
  await guard();
  const text = await registry.metrics();
  const line = (outcome: string, count: number) =>
    `flag_guard_calls_total{guard="recommend",dependency="recommendation",outcome="${outcome}"} ${count}`;
  expect(text).toContain(line('success', 1));
  expect(text).toContain(line('killed', 1));
  expect(text).toContain(line('breaker_open', 0));
  expect(text).toContain(
    'flag_guard_fallbacks_total{guard="recommend",dependency="recommendation",kind="reduced",result="served"} 1',
  );
  expect(text).toContain('flag_guard_duration_seconds_count{guard="recommend"');
});
