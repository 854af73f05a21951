import type { Instance, Rollout, RolloutStatus, Switch } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { flagChoices, servicesAsking } from './flag-choices.ts';

const instance = (service: string, ...flags: string[]) => ({ service, flags }) as Instance;
const rollout = (flag: string, status: RolloutStatus) => ({ flag, status }) as Rollout;

const instances = [
  instance('order', 'order-express-label', 'checkout.express', 'policy.order.payment'),
  instance('gateway', 'catalog-badges', 'gateway-compact-cards'),
  instance('catalog', 'catalog-badges', 'payment-retry-hint'),
  instance('gateway', 'catalog-badges'),
];
const switches = [{ key: 'checkout.express' } as Switch];
const rollouts = [rollout('payment-retry-hint', 'draft'), rollout('gateway-compact-cards', 'completed')];

test('flags that services ask for are offered, but no switch, no policy and none that has a rollout', () => {
  expect(flagChoices({ instances, switches, rollouts })).toEqual([
    { key: 'catalog-badges', services: ['catalog', 'gateway'] },
    { key: 'gateway-compact-cards', services: ['gateway'] },
    { key: 'order-express-label', services: ['order'] },
  ]);
});

test.each(['instances', 'switches', 'rollouts'] as const)(
  'nothing is offered before the %s are known',
  (late) => {
    expect(flagChoices({ instances, switches, rollouts, [late]: undefined })).toEqual([]);
  },
);

test('the services of a flag are those that ask for it, each once', () => {
  expect(servicesAsking('catalog-badges', instances)).toEqual(['catalog', 'gateway']);
  expect(servicesAsking('catalog-badge', instances)).toEqual([]);
  expect(servicesAsking('catalog-badges', undefined)).toEqual([]);
});
