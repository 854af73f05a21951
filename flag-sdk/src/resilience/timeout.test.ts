import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runWithTimeout } from './timeout.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('gives the value, ends the work once and leaves no timer behind', async () => {
  const onEnd = vi.fn();
  expect(await runWithTimeout(async () => 7, 100, onEnd)).toEqual({ kind: 'value', value: 7 });
  expect(onEnd).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('gives the error of work that rejects and of work that throws at once', async () => {
  const error = new Error('no');
  expect(
    await runWithTimeout(
      () => Promise.reject(error),
      100,
      () => {},
    ),
  ).toEqual({ kind: 'error', error });
  const throws = () => {
    throw error;
  };
  expect(await runWithTimeout(throws, 100, () => {})).toEqual({ kind: 'error', error });
});

test('at the timeout it aborts the signal with a TimeoutError', async () => {
  let seen: AbortSignal | undefined;
  const end = runWithTimeout(
    (signal) => {
      seen = signal;
      return new Promise(() => {});
    },
    100,
    () => {},
  );
  await vi.advanceTimersByTimeAsync(99);
  expect(seen?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await end).toEqual({ kind: 'timeout' });
  expect(seen?.reason).toMatchObject({ name: 'TimeoutError' });
});

test('the work ends only when it really does, after the timeout, and its late fault stays quiet', async () => {
  const onEnd = vi.fn();
  const work = Promise.withResolvers<never>();
  const end = runWithTimeout(() => work.promise, 100, onEnd);
  await vi.advanceTimersByTimeAsync(100);
  await end;
  expect(onEnd).not.toHaveBeenCalled();
  work.reject(new Error('late'));
  await vi.advanceTimersByTimeAsync(0);
  expect(onEnd).toHaveBeenCalledTimes(1);
});
