import type { Rollout, RolloutStatus } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { arrangeRollouts, rolloutInTheWay } from './rollout-list.ts';

const rollout = (id: string, status: RolloutStatus, flag = 'catalog-badges') =>
  ({ id, status, flag }) as Rollout;
const newestFirst = [
  rollout('e', 'discarded'),
  rollout('d', 'completed'),
  rollout('c', 'draft'),
  rollout('b', 'discarded'),
  rollout('a', 'running', 'order-express-label'),
];
const idsOf = (list: readonly Rollout[]) => list.map(({ id }) => id).join('');

test.each([
  ['all', 'cad', 'eb'],
  ['active', 'ca', ''],
  ['over', 'd', 'eb'],
] as const)(
  'of %s, what goes on is listed first, and discarded plans stand apart',
  (filter, listed, discarded) => {
    const arranged = arrangeRollouts(newestFirst, filter);
    expect([idsOf(arranged.listed), idsOf(arranged.discarded)]).toEqual([listed, discarded]);
  },
);

test('a flag is free once its rollouts are over', () => {
  expect(rolloutInTheWay('catalog-badges', newestFirst)?.id).toBe('c');
  expect(
    rolloutInTheWay('catalog-badges', [rollout('d', 'completed'), rollout('b', 'discarded')]),
  ).toBeUndefined();
  expect(rolloutInTheWay('payment-retry-hint', newestFirst)).toBeUndefined();
});
