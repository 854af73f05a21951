import {
  ConsecutiveBreaker,
  circuitBreaker,
  fallback,
  handleAll,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pass, untilAborted } from '../../../test/guard-fixture.ts';
import { down, guardOf } from './guard-of.ts';

/** What callers and those on call get to know. */

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a fallback answers', () => {
  test('cockatiel gives its answer for the real one', async () => {
    const policy = fallback(handleAll, 'bestsellers');
    expect(await policy.execute(down)).toBe('bestsellers');
  });

  test('the guard says so, and counts the failure beside the answer', async () => {
    const guard = guardOf(down, { fallback: [{ kind: 'default', value: 'bestsellers' }] });
    expect(await guard()).toEqual({
      value: 'bestsellers',
      degraded: true,
      outcome: 'failure',
      answeredBy: 'default',
    });
    expect(guard.state().outcomes).toMatchObject({ failure: 1, fallback_served: 1, success: 0 });
  });
});

describe('a breaker may close again before a call that it let through can have timed out', () => {
  test('cockatiel takes such numbers', () => {
    expect(() =>
      wrap(
        circuitBreaker(handleAll, { halfOpenAfter: 1, breaker: new ConsecutiveBreaker(1) }),
        timeout(60_000, TimeoutStrategy.Aggressive),
      ),
    ).not.toThrow();
  });

  test('the guard refuses them, also at run time, and keeps what it has', () => {
    const guard = guardOf(down);
    const wrong = { timeoutMs: 60_000, concurrency: 10, breaker: { openMs: 1_000 } };
    expect(() => guardOf(down, wrong)).toThrow('breaker.openMs should be at least twice timeoutMs');
    expect(() => guard.setPolicy(wrong)).toThrow('breaker.openMs should be at least twice timeoutMs');
    expect(guard.policy().timeoutMs).toBe(100);
  });
});

describe('one of two calls takes too long', () => {
  /** The way of some breakers: one controller, renewed only after it has aborted. */
  const sharing = (run: (signal: AbortSignal) => Promise<unknown>, timeoutMs: number) => {
    let controller = new AbortController();
    return async () => {
      const mine = controller;
      const timer = setTimeout(() => {
        mine.abort();
        controller = new AbortController();
      }, timeoutMs);
      return run(mine.signal).finally(() => clearTimeout(timer));
    };
  };
  const signals: AbortSignal[] = [];
  const run = (signal: AbortSignal) => {
    signals.push(signal);
    return untilAborted(signal);
  };
  const begin = async (call: () => Promise<unknown>) => {
    signals.length = 0;
    call().catch(() => {});
    await pass(60);
    call().catch(() => {});
    await pass(40);
    return signals.map(({ aborted }) => aborted);
  };

  test('a controller that calls share aborts the other one too', async () => {
    expect(await begin(sharing(run, 100))).toEqual([true, true]);
  });

  test('the guard aborts that one alone', async () => {
    expect(await begin(guardOf(run))).toEqual([true, false]);
  });
});
