import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guarded, never, pass, untilAborted } from '../../../test/guard-fixture.ts';
import { currentScope, withDeadline } from './call-scope.ts';

beforeEach(() => {
  // Guards of a client read the clock of performance; here both clocks are one.
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a guard inside the work of another has only the time that is left', async () => {
  const inner = guarded<[], string>({ run: never, timeoutMs: 1_000, fallback: (reason) => reason }, 'inner');
  const innerEnds: unknown[] = [];
  const outer = guarded<[], string>({
    timeoutMs: 100,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const began = Date.now();
      const result = await inner.guard();
      innerEnds.push([result.outcome, Date.now() - began]);
      return result.value;
    },
    fallback: (reason) => reason,
  });
  const result = outer.guard();
  await pass(2_000);
  expect(await result).toMatchObject({ outcome: 'timeout' });
  const { cancelled, deadline_exceeded } = inner.guard.state().outcomes;
  expect((cancelled ?? 0) + (deadline_exceeded ?? 0)).toBe(1);
});

test('time that is up ends the inner call without blaming its dependency', async () => {
  const breaker = { minimumCalls: 1, openMs: 5_000 };
  const inner = guarded<[], string>(
    { run: never, timeoutMs: 1_000, breaker, concurrency: 100, fallback: (reason) => reason },
    'inner',
  );
  for (let turn = 0; turn < 5; turn += 1) {
    const result = withDeadline({ ms: 50 }, () => inner.guard());
    await pass(50);
    expect(await result).toMatchObject({ outcome: 'deadline_exceeded' });
  }
  expect(inner.guard.state().breaker).toBe('closed');
});

test('a call whose deadline has passed before it begins is not run', async () => {
  const run = vi.fn(async () => 'value');
  const { guard } = guarded({ run, fallback: (reason) => reason });
  const result = withDeadline({ ms: 10 }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return guard();
  });
  await pass(20);
  expect(await result).toMatchObject({ outcome: 'deadline_exceeded' });
  expect(run).not.toHaveBeenCalled();
  expect(guard.state().bulkhead.inUse).toBe(0);
});

test('a deadline is never made longer by one further inside', () => {
  withDeadline({ ms: 100 }, () =>
    withDeadline({ ms: 1_000 }, () => {
      expect(currentScope()?.deadlineAt).toBe(100);
    }),
  );
});

test('a deadline may be given for one call', async () => {
  const { guard } = guarded<[], string>({ run: never, fallback: (reason) => reason });
  const result = guard.with({ deadlineMs: 30 });
  await pass(30);
  expect(await result).toMatchObject({ outcome: 'deadline_exceeded' });
});

test('the deadline of a policy covers every attempt and the waits between them', async () => {
  const run = vi.fn(never);
  const { guard } = guarded<[], string>({
    run,
    idempotent: true,
    timeoutMs: 100,
    deadlineMs: 250,
    retry: { attempts: 5 },
    fallback: (reason) => reason,
  });
  const result = guard();
  await pass(250);
  expect(await result).toMatchObject({ outcome: 'deadline_exceeded' });
  expect(run).toHaveBeenCalledTimes(2);
});

test('two calls side by side do not see each other', async () => {
  const seen: (number | undefined)[] = [];
  const { guard } = guarded({
    run: async (_signal, ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      seen.push(currentScope()?.deadlineAt);
      return ms;
    },
  });
  const calls = [guard(20)];
  await pass(5);
  calls.push(guard(20));
  await pass(50);
  await Promise.all(calls);
  expect(seen).toEqual([100, 105]);
  expect(currentScope()).toBeUndefined();
});

test('who waited in line runs in the context of its own caller, not of the one who freed the slot', async () => {
  const seen: (number | undefined)[] = [];
  const { guard } = guarded({
    concurrency: 1,
    queue: 5,
    timeoutMs: 1_000,
    run: async () => {
      seen.push(currentScope()?.deadlineAt);
      await new Promise((resolve) => setTimeout(resolve, 10));
      return 'value';
    },
  });
  const calls = [withDeadline({ ms: 200 }, () => guard()), withDeadline({ ms: 300 }, () => guard()), guard()];
  await pass(100);
  await Promise.all(calls);
  expect(seen).toEqual([200, 300, 1_000]);
});

describe('a caller that cancels', () => {
  test('ends the call with its own reason, without fallback, and aborts the work', async () => {
    const aborted = vi.fn();
    const { guard } = guarded<[], string>({
      run: (signal) => {
        signal.addEventListener('abort', () => aborted(signal.reason));
        return untilAborted(signal);
      },
      fallback: () => 'other',
    });
    const caller = new AbortController();
    const result = guard.with({ signal: caller.signal });
    await pass(10);
    const reason = new Error('the shopper left');
    caller.abort(reason);
    await expect(result).rejects.toBe(reason);
    expect(aborted).toHaveBeenCalledWith(reason);
    await pass(0);
    expect(guard.state()).toMatchObject({ outcomes: { cancelled: 1, failure: 0 }, bulkhead: { inUse: 0 } });
  });

  test('before the call began, nothing runs', async () => {
    const run = vi.fn(async () => 'value');
    const { guard } = guarded({ run });
    await expect(guard.with({ signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    expect(run).not.toHaveBeenCalled();
  });

  test('in line, leaves its place to the next', async () => {
    const { guard } = guarded<[], string>({
      run: never,
      concurrency: 1,
      queue: 1,
      fallback: (reason) => reason,
    });
    const first = guard();
    const caller = new AbortController();
    const waiting = guard.with({ signal: caller.signal });
    expect(guard.state().bulkhead.queued).toBe(1);
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(guard.state().bulkhead.queued).toBe(0);
    await pass(100);
    await first;
  });

  test('does not trip the breaker, however often', async () => {
    const { guard } = guarded<[], string>({ run: untilAborted, breaker: { minimumCalls: 1 } });
    for (let turn = 0; turn < 20; turn += 1) {
      const caller = new AbortController();
      const result = guard.with({ signal: caller.signal });
      caller.abort(new Error('gone'));
      await expect(result).rejects.toThrow('gone');
    }
    expect(guard.state().breaker).toBe('closed');
  });

  test('may use one signal for many calls: none leaves a listener behind, however it ends', async () => {
    const caller = new AbortController();
    const { guard } = guarded<[string], string>({
      run: async (_signal, how) =>
        how === 'hangs' ? never() : how === 'fails' ? Promise.reject(new Error('down')) : how,
      idempotent: true,
      retry: { attempts: 1 },
      concurrency: 2,
      queue: 2,
      fallback: (reason) => reason,
    });
    const calls = ['fine', 'hangs', 'fails', 'waits', 'has no place'].map((how) =>
      guard.with({ signal: caller.signal }, how),
    );
    await pass(1_000);
    await Promise.all(calls);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  test('takes along the calls inside its work', async () => {
    const inner = guarded<[], string>({ run: untilAborted, timeoutMs: 1_000 }, 'inner');
    const outer = guarded<[], string>({ run: async () => (await inner.guard()).value, timeoutMs: 1_000 });
    const caller = new AbortController();
    const result = outer.guard.with({ signal: caller.signal });
    await pass(10);
    caller.abort(new Error('gone'));
    await expect(result).rejects.toThrow('gone');
    await pass(0);
    expect(inner.guard.state().outcomes).toMatchObject({ cancelled: 1 });
    expect(inner.guard.state().bulkhead.inUse).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
