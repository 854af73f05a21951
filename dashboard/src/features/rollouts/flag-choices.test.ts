import type { Instance, Rollout, RolloutStatus, Switch } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { flagChoices, withFlag } from './flag-choices.ts';
import type { PlanDraft } from './plan.ts';

const instance = (service: string, ...flags: string[]) => ({ service, flags }) as Instance;
const rollout = (flag: string, status: RolloutStatus) => ({ flag, status }) as Rollout;

const choices = flagChoices(
  [
    instance('order', 'order-express-label', 'checkout.express', 'policy.order.payment'),
    instance('gateway', 'catalog-badges', 'gateway-compact-cards'),
    instance('catalog', 'catalog-badges', 'payment-retry-hint'),
    instance('gateway', 'catalog-badges'),
  ],
  [{ key: 'checkout.express' } as Switch],
  [rollout('payment-retry-hint', 'draft'), rollout('gateway-compact-cards', 'completed')],
);

test('flags that services ask for are offered, but no switch, no policy and none that has a rollout', () => {
  expect(choices).toEqual([
    { key: 'catalog-badges', services: ['catalog', 'gateway'] },
    { key: 'gateway-compact-cards', services: ['gateway'] },
    { key: 'order-express-label', services: ['order'] },
  ]);
});

test('the services follow the flag until somebody has chosen others', () => {
  const empty: PlanDraft = { flag: '', title: '', services: [], stickiness: 'userId', stages: [] };
  const chosen = withFlag(empty, 'catalog-badges', choices);
  expect(chosen.services).toEqual(['catalog', 'gateway']);
  expect(withFlag(chosen, 'order-express-label', choices).services).toEqual(['order']);
  expect(withFlag(chosen, 'catalog-badge', choices).services).toEqual([]);
  expect(withFlag({ ...chosen, services: ['gateway'] }, 'order-express-label', choices).services).toEqual([
    'gateway',
  ]);
});
