import { expect, test } from 'vitest';
import { guardPolicyFrom } from './policy.ts';

test('fills in what was left out', () => {
  expect(guardPolicyFrom('recommend', { timeoutMs: 300, concurrency: 50 })).toEqual({
    mode: 'auto',
    timeoutMs: 300,
    deadlineMs: null,
    concurrency: 50,
    queue: 0,
    adaptive: false,
    retry: { attempts: 0, budgetShare: 0.2, budgetPerS: 10 },
    hedgeAfterMs: null,
    rateLimit: null,
    breaker: {
      errorShare: 0.5,
      minimumCalls: 20,
      openMs: 5_000,
      probes: 3,
      slowMs: undefined,
      windowMs: 10_000,
      rampMs: 1_000,
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
  ['breaker.rampMs', { timeoutMs: 10, concurrency: 1, breaker: { rampMs: -1 } }],
  ['deadlineMs', { timeoutMs: null, concurrency: 1, deadlineMs: 0 }],
  ['retry.attempts', { timeoutMs: 10, concurrency: 1, retry: { attempts: 11 } }],
  ['retry.budgetShare', { timeoutMs: 10, concurrency: 1, retry: { budgetShare: 2 } }],
  ['hedgeAfterMs', { timeoutMs: 10, concurrency: 1, hedgeAfterMs: 0 }],
  [
    'rateLimit.perSecond',
    { timeoutMs: 10, concurrency: 1, rateLimit: { kind: 'token_bucket', perSecond: 0, burst: 1 } },
  ],
  ['mode', { timeoutMs: 10, concurrency: 1, mode: 'off' as 'auto' }],
] as const)('refuses %s out of bounds and names it', (field, input) => {
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

test.each([
  [{ timeoutMs: 500, deadlineMs: 500 }, 'timeoutMs should be below deadlineMs (500), but was 500'],
  [{ timeoutMs: 500, hedgeAfterMs: 500 }, 'hedgeAfterMs should be below timeoutMs (500), but was 500'],
])('refuses numbers that contradict each other: %j', (input, sentence) => {
  expect(() => guardPolicyFrom('pay', { concurrency: 1, ...input }, true)).toThrow(sentence);
});

test('refuses to repeat work that is not declared idempotent', () => {
  const input = { timeoutMs: 500, concurrency: 1 };
  expect(() => guardPolicyFrom('pay', { ...input, retry: { attempts: 1 } })).toThrow(
    'not declared idempotent',
  );
  expect(() => guardPolicyFrom('pay', { ...input, hedgeAfterMs: 50 })).toThrow('not declared idempotent');
  expect(guardPolicyFrom('pay', { ...input, retry: { attempts: 1 } }, true).retry.attempts).toBe(1);
});

test('work without a time limit may be declared, with a null that says so', () => {
  expect(guardPolicyFrom('memory', { timeoutMs: null, concurrency: 1 })).toMatchObject({ timeoutMs: null });
});
