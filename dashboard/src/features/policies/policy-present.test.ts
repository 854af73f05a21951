import type { GuardState, Instance, Policy } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { presentPolicy } from './policy-present.ts';

const policy = (settings?: NonNullable<Policy['override']>['settings']) =>
  ({
    service: 'gateway',
    dependency: 'catalog',
    override: settings === undefined ? null : { settings },
  }) as Policy;
const instance = (limit: number, mode: GuardState['mode'], more: Partial<Instance> = {}) =>
  ({
    service: 'gateway',
    silent: false,
    guards: [{ dependency: 'catalog', bulkhead: { limit, inUse: 0, queued: 0 }, mode }],
    ...more,
  }) as Instance;

test('beside the fields stands what the instances tell: their mode and their calls at once', () => {
  expect(presentPolicy(policy(), [instance(64, 'auto'), instance(64, 'auto')])).toEqual({
    mode: 'now auto',
    numbers: { concurrency: 'now 64' },
  });
});

test('instances that differ are all told of; silent ones and other services are not', () => {
  const others = [instance(8, 'observe', { silent: true }), instance(9, 'observe', { service: 'order' })];
  expect(presentPolicy(policy(), [instance(64, 'auto'), instance(32, 'forced_open'), ...others])).toEqual({
    mode: 'now auto, forced open',
    numbers: { concurrency: 'now 32 to 64' },
  });
});

test('what is set over the code is told with its unit, and nothing where nothing is known', () => {
  expect(presentPolicy(policy({ timeoutMs: 900, breaker: { errorShare: 0.3 } }), []).numbers).toEqual({
    timeoutMs: 'set to 900 ms',
    'breaker.errorShare': 'set to 30 %',
  });
  expect(presentPolicy(policy(), [])).toEqual({ mode: null, numbers: {} });
});
