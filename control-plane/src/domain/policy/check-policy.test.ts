import { expect, it } from 'vitest';
import { PolicySettings } from '../../contract/policy.ts';
import { checkPolicy } from './check-policy.ts';

it.each([
  ['nothing at all', {}, /at least one setting/],
  ['an empty breaker', { breaker: {} }, /at least one setting/],
  [
    'a timeout as long as the deadline',
    { timeoutMs: 800, deadlineMs: 800 },
    /timeoutMs should be below deadlineMs \(800\)/,
  ],
  [
    'a breaker that tries again too soon',
    { timeoutMs: 800, breaker: { openMs: 1599 } },
    /at least twice timeoutMs \(1600\)/,
  ],
  ['a hedge after the timeout', { timeoutMs: 100, hedgeAfterMs: 100 }, /hedgeAfterMs should be below/],
])('refuses %s', (_name, settings, message) => {
  expect(() => checkPolicy(settings, {}, false)).toThrow(message);
});

it('does not hold against what is given what it replaces', () => {
  expect(() => checkPolicy({ timeoutMs: 200 }, { deadlineMs: 100 }, false)).not.toThrow();
});

it.each([
  ['twice', { timeoutMs: 1600 }, true],
  ['half', { timeoutMs: 400 }, true],
  ['more than twice', { timeoutMs: 1601 }, false],
  ['less than half', { timeoutMs: 399 }, false],
  ['a nested number', { breaker: { openMs: 20_001 } }, false],
])('lets a number move by %s: %j', (_name, settings, fits) => {
  const check = () => checkPolicy(settings, { timeoutMs: 800, breaker: { openMs: 10_000 } }, false);
  if (fits) expect(check()).toEqual(settings);
  else {
    expect(check).toThrow(/Go in smaller steps, or send confirmStep/);
    expect(checkPolicy(settings, { timeoutMs: 800, breaker: { openMs: 10_000 } }, true)).toEqual(settings);
  }
});

it('accepts a mode, no hedge and no limit by themselves', () => {
  for (const settings of [
    { mode: 'forced_open' },
    { hedgeAfterMs: null },
    { rateLimit: null },
    { adaptive: false },
  ])
    expect(() => checkPolicy(PolicySettings.parse(settings), {}, false)).not.toThrow();
});

it.each([
  [{ timeoutMs: 0 }],
  [{ timeoutMs: 600_001 }],
  [{ concurrency: 1.5 }],
  [{ breaker: { errorShare: 0 } }],
  [{ mode: 'sideways' }],
  [{ tmeoutMs: 5 }],
])('is out of bounds: %j', (settings) => {
  expect(PolicySettings.safeParse(settings).success).toBe(false);
});
