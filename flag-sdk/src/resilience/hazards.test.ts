import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { guarded, never, pass, untilAborted } from '../../test/guard-fixture.ts';

/** What breakers and bulkheads elsewhere are known to do; the tests in `peer/` show it of a well-made library. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('every call has a signal of its own: one that times out aborts no other', async () => {
  const signals: AbortSignal[] = [];
  const { guard } = guarded<[], string>({
    run: (signal) => {
      signals.push(signal);
      return untilAborted(signal);
    },
    fallback: (reason) => reason,
  });
  const first = guard();
  await pass(60);
  const second = guard();
  await pass(40);
  expect(await first).toMatchObject({ outcome: 'timeout' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await pass(60);
  await second;
});

test('calls without a time limit have signals of their own too, and nothing aborts them', async () => {
  const signals = new Set<AbortSignal>();
  const { guard } = guarded({ timeoutMs: null, run: async (signal) => signals.add(signal).size });
  await Promise.all([guard(), guard(), guard()]);
  expect(signals.size).toBe(3);
  expect(vi.getTimerCount()).toBe(0);
});

test('time that was lost in line is not held against the dependency', async () => {
  const { guard } = guarded<[], string>({
    run: (signal) => untilAborted(signal),
    concurrency: 1,
    queue: 100,
    breaker: { minimumCalls: 2, errorShare: 0.5 },
    fallback: (reason) => reason,
  });
  // Each call finds the one before it in its slot until shortly before its own time is up.
  const calls: Promise<{ outcome: string }>[] = [];
  for (let call = 0; call < 20; call += 1) {
    calls.push(guard());
    await pass(10);
  }
  await pass(1_000);
  const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
  expect(outcomes).toContain('timeout');
  expect(guard.state().breaker).toBe('closed');
});

test('rate limits do not trip the breaker', async () => {
  const run = vi.fn(async () => 'value');
  const { guard } = guarded({
    run,
    breaker: { minimumCalls: 1 },
    rateLimit: { kind: 'token_bucket', perSecond: 10, burst: 2 },
    fallback: (reason) => reason,
  });
  const results = await Promise.all(Array.from({ length: 50 }, () => guard()));
  expect(results.filter(({ outcome }) => outcome === 'rate_limited')).toHaveLength(48);
  expect(run).toHaveBeenCalledTimes(2);
  expect(guard.state().breaker).toBe('closed');
  await pass(100);
  expect(await guard()).toMatchObject({ outcome: 'success' });
});

test('a gate that is open takes no rights of the rate limit', async () => {
  const { guard } = guarded({
    run: async () => 'value',
    rateLimit: { kind: 'sliding_window', perSecond: 1, burst: 1 },
    fallback: (reason) => reason,
  });
  guard.force('open');
  await guard();
  guard.force('auto');
  expect(await guard()).toMatchObject({ outcome: 'success' });
});

test('a probe that hangs forever does not keep the breaker half open forever', async () => {
  const world = { isDown: true, hangs: false };
  const { guard } = guarded<[], string>({
    timeoutMs: null,
    run: () =>
      world.hangs ? never() : world.isDown ? Promise.reject(new Error('down')) : Promise.resolve('up'),
    breaker: { minimumCalls: 1, openMs: 1_000, probes: 1, rampMs: 0 },
    fallback: (reason) => reason,
  });
  await guard();
  world.hangs = true;
  await pass(1_000);
  void guard();
  expect(await guard()).toMatchObject({ outcome: 'breaker_open' });
  world.hangs = false;
  world.isDown = false;
  await pass(1_000);
  expect(await guard()).toMatchObject({ value: 'up' });
  expect(guard.state().breaker).toBe('closed');
});

test('a bulkhead that is made adaptive while it runs follows from then on, and back at a fixed limit has all of it', async () => {
  const world = { ms: 10 };
  const policy = { timeoutMs: 1_000, concurrency: 40, queue: 1_000, breaker: { minimumCalls: 100_000 } };
  const { guard } = guarded({
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, world.ms));
      return 'value';
    },
    ...policy,
    fallback: (reason) => reason,
  });
  const load = async () => {
    const all = Array.from({ length: 400 }, () => guard());
    await pass(60_000);
    await Promise.all(all);
    return guard.state().bulkhead.limit;
  };
  expect(await load()).toBe(40);
  guard.setPolicy({ ...policy, adaptive: true });
  expect(await load()).toBe(40);
  world.ms = 100;
  expect(await load()).toBeLessThan(30);
  guard.setPolicy(policy);
  expect(guard.state().bulkhead.limit).toBe(40);
  expect(await load()).toBe(40);
});

test('an adaptive bulkhead shrinks while the dependency is slow, within its bounds, and grows again', async () => {
  const world = { ms: 10 };
  const { guard } = guarded({
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, world.ms));
      return 'value';
    },
    timeoutMs: 1_000,
    concurrency: 40,
    queue: 1_000,
    adaptive: true,
    breaker: { minimumCalls: 100_000 },
    fallback: (reason) => reason,
  });
  const load = async (calls: number) => {
    const all = Array.from({ length: calls }, () => guard());
    await pass(60_000);
    await Promise.all(all);
    return guard.state().bulkhead.limit;
  };
  expect(await load(400)).toBe(40);
  world.ms = 100;
  const slow = await load(400);
  expect(slow).toBeLessThan(30);
  expect(slow).toBeGreaterThanOrEqual(4);
  world.ms = 10;
  expect(await load(900)).toBeGreaterThan(slow);
});
