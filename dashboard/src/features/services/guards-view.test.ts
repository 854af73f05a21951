import type { GuardState, Instance, Service } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { guardsView, instancesText } from './guards-view.ts';

const guard = (breaker: GuardState['breaker'], inUse = 1, queued = 0): GuardState => ({
  name: 'recommendations',
  dependency: 'recommendation',
  breaker,
  bulkhead: { limit: 10, inUse, queued },
  outcomes: { success: 5, fallback: inUse },
});

const instance = (id: string, guards: GuardState[], silent = false) =>
  ({ instanceId: id, guards, silent, source: 'stream' }) as Instance;

const service = (instances: Instance[]) => ({ name: 'gateway', instances }) as Service;

test('breakers are counted over the instances, the worst state first', () => {
  const [view] = guardsView(
    service([
      instance('1', [guard('open')]),
      instance('2', [guard('closed')]),
      instance('3', [guard('open', 3, 2)]),
      instance('4', [guard('closed')]),
      instance('5', [guard('half_open')]),
    ]),
  );
  expect(view).toMatchObject({
    breaker: '2 of 5 open',
    mark: 'partial',
    bulkhead: '7 of 50 in use, 2 queued',
  });
});

test.each([
  [['closed', 'closed'], '2 of 2 closed', 'ok'],
  [['open', 'open'], '2 of 2 open', 'bad'],
  [['half_open', 'closed'], '1 of 2 half-open', 'partial'],
  [['forced_open', 'forced_open'], '2 of 2 forced open', 'bad'],
] as const)('%j reads as %s', (states, text, mark) => {
  const instances = states.map((state, i) => instance(String(i), [guard(state)]));
  expect(guardsView(service(instances))[0]).toMatchObject({ breaker: text, mark });
});

test('outcomes are added up, most frequent first', () => {
  const [view] = guardsView(
    service([instance('1', [guard('closed', 9)]), instance('2', [guard('closed', 8)])]),
  );
  expect(view?.outcomes).toEqual([
    { name: 'fallback', count: 17 },
    { name: 'success', count: 10 },
  ]);
});

test('a silent instance tells nothing about breakers but is counted', () => {
  const one = service([instance('1', [guard('open')], true), instance('2', [guard('closed')])]);
  expect(guardsView(one)[0]?.breaker).toBe('1 of 1 closed');
  expect(instancesText(one.instances)).toBe('2 instances, 1 silent');
  expect(instancesText([])).toBe('no instance reports flags');
});
