import type { GuardState, Instance, Policy } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { policyStanding } from './policy-standing.ts';

const policy = (version: string | null): Policy => ({
  service: 'gateway',
  dependency: 'recommendation',
  flag: 'policy.gateway.recommendation',
  override: version === null ? null : ({ version, settings: { timeoutMs: 300 } } as Policy['override']),
  guards: ['recommendations'],
  instances: 2,
});

const guard = (told: GuardState['policy'], more: Partial<GuardState> = {}): GuardState => ({
  name: 'recommendations',
  dependency: 'recommendation',
  breaker: 'closed',
  bulkhead: { limit: 64, inUse: 3, queued: 0 },
  outcomes: {},
  ...(told && { policy: told }),
  ...more,
});

const instance = (id: string, guards: GuardState[], silent = false) =>
  ({ instanceId: id, service: 'gateway', guards, silent }) as Instance;

const ofCode = { source: 'code', version: null, refused: null } as const;
const ofFlag = (version: string, refused: string | null = null) => ({
  source: 'flag' as const,
  version,
  refused,
});

test('without an override every guard is as the code says, and nothing is counted', () => {
  const standing = policyStanding(policy(null), [instance('gateway-1', [guard(ofCode)])]);
  expect(standing).toMatchObject({ text: null, refusals: [], breakers: '1 closed', isWorthALook: false });
  expect(standing.lines).toEqual([
    {
      id: 'gateway-1',
      guard: 'recommendations',
      breaker: { mark: 'ok', word: 'closed' },
      bulkhead: '3 of 64 in use',
      applied: { mark: null, word: 'as the code says' },
    },
  ]);
});

test('an override is applied where the instances name its version', () => {
  const both = ['gateway-1', 'gateway-2'].map((id) => instance(id, [guard(ofFlag('abc'))]));
  expect(policyStanding(policy('abc'), both)).toMatchObject({ mark: 'ok', text: 'applied 2/2' });
  const one = [both[0]!, instance('gateway-2', [guard(ofCode)])];
  expect(policyStanding(policy('abc'), one)).toMatchObject({
    mark: 'partial',
    text: 'applied 1/2',
    isWorthALook: true,
  });
});

test.each([
  [ofFlag('old', 'timeoutMs should be below 500'), 'refused', 'applied 0/1, refused by 1'],
  [ofFlag('abc', 'it moves step by step'), 'applied in part', 'applied 0/1'],
  [ofFlag('old'), 'not applied yet', 'applied 0/1'],
  [undefined, 'does not tell', 'applied 0/1'],
])('%j reads as %s', (told, word, text) => {
  const standing = policyStanding(policy('abc'), [instance('gateway-1', [guard(told)])]);
  expect(standing.lines[0]?.applied.word).toBe(word);
  expect(standing.text).toBe(text);
});

test('a refusal is told once for all that give the same sentence', () => {
  const refusing = ofFlag('old', 'the call is not idempotent');
  const standing = policyStanding(policy('abc'), [
    instance('gateway-1', [guard(refusing)]),
    instance('gateway-2', [guard(refusing)]),
  ]);
  expect(standing.refusals).toEqual([
    { text: 'the call is not idempotent', ids: ['gateway-1 recommendations', 'gateway-2 recommendations'] },
  ]);
});

test('a silent instance is no proof, and guards of other calls do not count', () => {
  const standing = policyStanding(policy('abc'), [
    instance('gateway-1', [guard(ofFlag('abc')), guard(ofCode, { name: 'x', dependency: 'catalog' })]),
    instance('gateway-2', [guard(ofFlag('abc'))], true),
  ]);
  expect(standing.text).toBe('applied 1/2');
  expect(standing.lines.map(({ applied }) => applied.word)).toEqual(['applied', 'silent']);
});

test('a policy that was taken away but lingers is told', () => {
  const standing = policyStanding(policy(null), [instance('gateway-1', [guard(ofFlag('abc'))])]);
  expect(standing).toMatchObject({ mark: 'partial', text: 'still in force in 1' });
});

test('a forced or observing breaker is called so', () => {
  const forced = guard(ofFlag('abc'), { breaker: 'forced_open', mode: 'forced_open' });
  const watching = guard(ofFlag('abc'), { mode: 'observe' });
  const standing = policyStanding(policy('abc'), [
    instance('gateway-1', [forced]),
    instance('gateway-2', [watching]),
  ]);
  expect(standing.lines.map(({ breaker }) => breaker)).toEqual([
    { mark: 'bad', word: 'forced open' },
    { mark: 'partial', word: 'closed, only observing' },
  ]);
  expect(standing.breakers).toBe('1 forced open, 1 closed, only observing');
});
