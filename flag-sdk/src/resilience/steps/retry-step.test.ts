import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { guarded, httpError, never, pass } from '../../../test/guard-fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const retry = { attempts: 2 };
const breaker = { minimumCalls: 10_000 };

/** Fails so many times, then succeeds. */
const failing = (times: number) => {
  let left = times;
  return vi.fn(async () => {
    left -= 1;
    if (left >= 0) throw httpError(503);
    return 'value';
  });
};

test('idempotent work that failed is tried again after a jittered wait, and nobody sees the failure', async () => {
  const run = failing(2);
  const { guard } = guarded({ run, idempotent: true, retry });
  const result = guard();
  await pass(49);
  expect(run).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(run).toHaveBeenCalledTimes(2);
  await pass(100);
  expect(await result).toMatchObject({ value: 'value', degraded: false });
  expect(guard.state().outcomes).toMatchObject({ success: 1, failure: 0 });
});

test('is tried no more often than the policy says', async () => {
  const run = failing(9);
  const { guard } = guarded({ run, idempotent: true, retry, fallback: () => 'other' });
  const result = guard();
  await pass(1_000);
  expect(await result).toMatchObject({ value: 'other', outcome: 'failure' });
  expect(run).toHaveBeenCalledTimes(3);
});

test('work that is not declared idempotent is never tried again, and a policy that asks for it is refused', async () => {
  const run = failing(1);
  const { guard } = guarded({ run, fallback: () => 'other' });
  expect(await guard()).toMatchObject({ value: 'other' });
  expect(run).toHaveBeenCalledTimes(1);
  expect(() => guarded({ run, retry })).toThrow('not declared idempotent');
});

test('whether work is idempotent may depend on its arguments', async () => {
  const run = vi.fn((_signal, method: string) => Promise.reject<string>(httpError(503 + method.length * 0)));
  const { guard } = guarded({
    run,
    idempotent: (method) => method === 'GET',
    retry,
    fallback: () => 'other',
  });
  const calls = [guard('POST'), guard('GET')];
  await pass(1_000);
  await Promise.all(calls);
  expect(run.mock.calls.map(([, method]) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
});

test('while everything fails, a fifth of the calls and ten a second are tried again, and no more', async () => {
  const run = vi.fn(() => Promise.reject<string>(httpError(503)));
  const { guard } = guarded({
    run,
    idempotent: true,
    retry: { attempts: 3 },
    breaker,
    concurrency: 1_000,
    fallback: () => 'other',
  });
  const calls = Array.from({ length: 500 }, () => guard());
  await pass(900);
  await Promise.all(calls);
  expect(run).toHaveBeenCalledTimes(500 + 100 + 10);
});

test('work that timed out is tried again while its first attempt still holds its slot', async () => {
  const runs = [never, async () => 'value'];
  const run = vi.fn(() => runs.shift()!() as Promise<string>);
  const { guard } = guarded({ run, idempotent: true, retry });
  const result = guard();
  await pass(150);
  expect(await result).toMatchObject({ value: 'value', degraded: false });
  expect(guard.state().bulkhead.inUse).toBe(1);
});

test('what was refused here is not tried again: full bulkheads, open breakers, killed switches', async () => {
  const run = vi.fn(never);
  const { guard, world } = guarded<[], string>({
    run,
    idempotent: true,
    retry,
    concurrency: 1,
    fallback: (reason) => reason,
  });
  const first = guard();
  expect(await guard()).toMatchObject({ outcome: 'bulkhead_full' });
  guard.force('open');
  expect(await guard()).toMatchObject({ outcome: 'breaker_open' });
  world.isLive = () => false;
  expect(await guard()).toMatchObject({ outcome: 'killed' });
  expect(run).toHaveBeenCalledTimes(1);
  await pass(1_000);
  await first;
});

test('an attempt that could not begin before the deadline is not waited for', async () => {
  const run = failing(9);
  const { guard } = guarded({
    run,
    idempotent: true,
    retry,
    timeoutMs: 20,
    deadlineMs: 60,
    fallback: () => 'other',
  });
  const result = guard();
  await pass(50);
  await pass(0);
  expect(await result).toMatchObject({ outcome: 'failure' });
  expect(run).toHaveBeenCalledTimes(2);
});

test('a kill between two attempts ends the call', async () => {
  const run = failing(9);
  const { guard, world } = guarded({ run, idempotent: true, retry, fallback: (reason) => reason });
  const result = guard();
  await pass(10);
  world.isLive = () => false;
  await pass(100);
  expect(await result).toMatchObject({ outcome: 'killed' });
  expect(run).toHaveBeenCalledTimes(1);
});

test('a caller that cancels does not wait for the next attempt', async () => {
  const run = failing(9);
  const { guard } = guarded({ run, idempotent: true, retry });
  const caller = new AbortController();
  const result = guard.with({ signal: caller.signal });
  await pass(10);
  caller.abort(new Error('gone'));
  await expect(result).rejects.toThrow('gone');
  await pass(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
