import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { guarded, httpError, never, pass, untilAborted } from '../../../test/guard-fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number, value: string) => async () => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return value;
};

/** Runs of a guard in order. */
const inOrder = (...runs: ((signal: AbortSignal) => Promise<string>)[]) =>
  vi.fn((signal: AbortSignal) => runs.shift()!(signal));

const hedged = { idempotent: true, hedgeAfterMs: 30 };

test('work that takes long is begun a second time, and the first answer counts', async () => {
  const run = inOrder(after(90, 'slow'), after(5, 'fast'));
  const { guard } = guarded({ run, ...hedged });
  const result = guard();
  await pass(29);
  expect(run).toHaveBeenCalledTimes(1);
  await pass(6);
  expect(await result).toMatchObject({ value: 'fast', degraded: false });
  expect(guard.state().bulkhead.inUse).toBe(1);
  await pass(90);
  expect(guard.state().bulkhead.inUse).toBe(0);
});

test('who lost is aborted, with a signal of its own', async () => {
  const signals: AbortSignal[] = [];
  const keep = (run: (signal: AbortSignal) => Promise<string>) => (signal: AbortSignal) => {
    signals.push(signal);
    return run(signal);
  };
  const run = inOrder(keep(untilAborted), keep(after(5, 'fast')));
  const { guard } = guarded({ run, ...hedged });
  const result = guard();
  await pass(40);
  expect(await result).toMatchObject({ value: 'fast' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(guard.state().bulkhead.inUse).toBe(0);
});

test('work that is fast is begun once', async () => {
  const run = inOrder(after(10, 'value'));
  const { guard } = guarded({ run, ...hedged });
  const result = guard();
  await pass(200);
  expect(await result).toMatchObject({ value: 'value' });
  expect(vi.getTimerCount()).toBe(0);
});

test('without a delay in the policy nothing is hedged', async () => {
  const run = inOrder(after(90, 'value'));
  const { guard } = guarded({ run, idempotent: true });
  const result = guard();
  await pass(90);
  expect(await result).toMatchObject({ value: 'value' });
});

test('a first attempt that fails after the second began leaves the second its chance', async () => {
  const failing = async () => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    throw httpError(503);
  };
  const run = inOrder(failing, after(40, 'value'));
  const { guard } = guarded({ run, ...hedged });
  const result = guard();
  await pass(80);
  expect(await result).toMatchObject({ value: 'value', degraded: false });
  expect(guard.state().outcomes).toMatchObject({ success: 1, failure: 0 });
});

test('is not done where no slot is free: it must not take the place of a call', async () => {
  const run = vi.fn(never);
  const { guard } = guarded<[], string>({ run, ...hedged, concurrency: 1, fallback: (reason) => reason });
  const result = guard();
  await pass(100);
  expect(await result).toMatchObject({ outcome: 'timeout' });
  expect(run).toHaveBeenCalledTimes(1);
});

test('is done out of the budget only', async () => {
  const run = vi.fn(after(90, 'value'));
  const { guard } = guarded({
    run,
    ...hedged,
    concurrency: 1_000,
    retry: { budgetShare: 0.1, budgetPerS: 0 },
  });
  const calls = Array.from({ length: 100 }, () => guard());
  await pass(200);
  await Promise.all(calls);
  expect(run).toHaveBeenCalledTimes(110);
});
