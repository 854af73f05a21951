import { expect, test } from 'vitest';
import { guardPolicyFrom } from './policy.ts';

test('fills in what was left out', () => {
  expect(guardPolicyFrom('recommend', { timeoutMs: 300, concurrency: 50 })).toEqual({
    timeoutMs: 300,
    concurrency: 50,
    queue: 0,
    breaker: {
      errorShare: 0.5,
      minimumCalls: 20,
      openMs: 5_000,
      probes: 3,
      slowMs: undefined,
      windowMs: 10_000,
    },
  });
});

test('the default opening time follows a long timeout', () => {
  expect(guardPolicyFrom('slow', { timeoutMs: 20_000, concurrency: 1 }).breaker.openMs).toBe(40_000);
});

test.each([
  ['timeoutMs', { timeoutMs: 0, concurrency: 1 }],
  ['timeoutMs', { timeoutMs: Number.NaN, concurrency: 1 }],
  ['concurrency', { timeoutMs: 10, concurrency: 1.5 }],
  ['queue', { timeoutMs: 10, concurrency: 1, queue: -1 }],
  ['breaker.errorShare', { timeoutMs: 10, concurrency: 1, breaker: { errorShare: 50 } }],
  ['breaker.minimumCalls', { timeoutMs: 10, concurrency: 1, breaker: { minimumCalls: 0 } }],
  ['breaker.probes', { timeoutMs: 10, concurrency: 1, breaker: { probes: 0 } }],
  ['breaker.slowMs', { timeoutMs: 10, concurrency: 1, breaker: { slowMs: 0 } }],
  ['breaker.windowMs', { timeoutMs: 10, concurrency: 1, breaker: { windowMs: 1 } }],
])('refuses %s out of bounds and names it', (field, input) => {
  const refuse = () => guardPolicyFrom('recommend', input);
  expect(refuse).toThrow(`Guard "recommend": ${field} should be`);
  expect(refuse).toThrow(expect.objectContaining({ code: 'GUARD_POLICY_INVALID' }));
});

test('refuses a breaker that may close before a call of its own time is over', () => {
  const input = { timeoutMs: 1_000, concurrency: 1, breaker: { openMs: 1_999 } };
  expect(() => guardPolicyFrom('pay', input)).toThrow(
    'Guard "pay": breaker.openMs should be at least twice timeoutMs (2000), but was 1999.',
  );
});
