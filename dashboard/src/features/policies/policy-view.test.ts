import type { Policy, PolicySettings } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { policyView, settingsLines, sortPolicies } from './policy-view.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const policy = (settings?: PolicySettings, dependency = 'recommendation'): Policy => ({
  service: 'gateway',
  dependency,
  flag: `policy.gateway.${dependency}`,
  override: settings
    ? {
        settings,
        reason: 'slow provider',
        setBy: 'mia@example.com',
        setAt: '2026-11-21T02:50:00.000Z',
        expiresAt: '2026-11-21T06:00:00.000Z',
      }
    : null,
  guards: ['recommendations'],
  instances: 2,
});

test('without an override the code rules', () => {
  expect(policyView(policy(), now)).toEqual({
    id: 'gateway/recommendation',
    mark: null,
    word: 'as the code says',
    lines: [],
    until: null,
    reach: '2 instances · guards recommendations',
  });
});

test('an override says what it changes and when the code rules again', () => {
  const view = policyView(policy({ timeoutMs: 300, breaker: { errorShare: 0.25, openMs: 5000 } }), now);
  expect(view).toMatchObject({ mark: 'partial', word: 'overridden', until: 'back to the code in 3 h' });
  expect(view.lines).toEqual([
    { name: 'Timeout', value: '300 ms' },
    { name: 'Opens at errors of', value: '25 %' },
    { name: 'Stays open for', value: '5 s' },
  ]);
});

test.each([
  ['forced_open', 'bad', 'forced open'],
  ['forced_closed', 'partial', 'forced closed'],
  ['observe', 'partial', 'observe'],
  ['auto', 'partial', 'overridden'],
] as const)('the mode %s is %s', (mode, mark, word) => {
  expect(policyView(policy({ mode }), now)).toMatchObject({ mark, word });
});

test('what is switched off is said, not left out', () => {
  expect(settingsLines({ hedgeAfterMs: null, rateLimit: null, adaptive: false })).toEqual([
    { name: 'Limit follows the latency', value: 'no' },
    { name: 'Second call', value: 'none' },
    { name: 'Rate limit', value: 'none' },
  ]);
});

test('overridden calls come first', () => {
  const list = [policy(undefined, 'a'), policy({ timeoutMs: 5 }, 'z'), policy(undefined, 'b')];
  expect(sortPolicies(list).map(({ dependency }) => dependency)).toEqual(['z', 'a', 'b']);
});
