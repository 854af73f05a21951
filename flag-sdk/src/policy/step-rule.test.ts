import { expect, test } from 'vitest';
import { type GuardPolicyInput, guardPolicyFrom } from './policy.ts';
import { stepTowards } from './step-rule.ts';

const policy = (input: Partial<GuardPolicyInput>) =>
  guardPolicyFrom('recommend', { timeoutMs: 100, concurrency: 10, ...input }, true);

/** Every policy on the way, the last one included. */
const way = (from: Partial<GuardPolicyInput>, to: Partial<GuardPolicyInput>) => {
  const wanted = policy(to);
  const policies = [];
  for (let inForce = policy(from); inForce !== wanted; ) {
    inForce = stepTowards(inForce, wanted);
    policies.push(inForce);
    if (policies.length > 50) throw new Error('it never arrives');
  }
  return policies;
};

test('a change within twice and half is made at once', () => {
  expect(way({ timeoutMs: 100 }, { timeoutMs: 200, concurrency: 5 })).toHaveLength(1);
});

test('a larger change is made by steps of twice', () => {
  expect(way({ timeoutMs: 100 }, { timeoutMs: 1_000 }).map(({ timeoutMs }) => timeoutMs)).toEqual([
    200, 400, 800, 1_000,
  ]);
});

test('and of half, in whole numbers where things are counted', () => {
  expect(way({ concurrency: 25 }, { concurrency: 1 }).map(({ concurrency }) => concurrency)).toEqual([
    13, 7, 4, 2, 1,
  ]);
});

test('switching something on or off is no step', () => {
  const on = {
    queue: 500,
    hedgeAfterMs: 50,
    rateLimit: { kind: 'token_bucket', perSecond: 5, burst: 5 } as const,
  };
  expect(way({}, on)).toHaveLength(1);
  expect(way(on, {})).toHaveLength(1);
});

test('nested numbers move by steps too', () => {
  const shares = way({ breaker: { errorShare: 0.5 } }, { breaker: { errorShare: 0.1 } });
  expect(shares.map(({ breaker }) => breaker.errorShare)).toEqual([0.25, 0.125, 0.1]);
});

test('every policy on the way keeps the rules between the numbers', () => {
  const ends: Partial<GuardPolicyInput>[] = [
    { timeoutMs: 10, deadlineMs: 20, hedgeAfterMs: 9, breaker: { openMs: 20 } },
    { timeoutMs: 3_000, deadlineMs: 3_001, hedgeAfterMs: 1, breaker: { openMs: 6_000 } },
    { timeoutMs: 700, deadlineMs: 60_000, hedgeAfterMs: 699, breaker: { openMs: 1_400 } },
    { timeoutMs: 1, deadlineMs: 100_000, breaker: { openMs: 60_000 } },
  ];
  for (const from of ends) {
    for (const to of ends) {
      for (const step of way(from, to)) expect(() => guardPolicyFrom('way', step, true)).not.toThrow();
    }
  }
});
