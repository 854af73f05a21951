import type { RolloutList, ServiceList } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { byTrouble, underWay } from './now-view.ts';

test('held rollouts come first; drafts and finished ones are not under way', () => {
  const list = {
    rollouts: [{ status: 'completed' }, { status: 'running' }, { status: 'held' }, { status: 'draft' }],
  } as RolloutList;
  expect(underWay(list).map((one) => one.status)).toEqual(['held', 'running']);
});

test('services in trouble come first', () => {
  const list = {
    services: [
      { name: 'b', health: 'ok' },
      { name: 'a', health: 'ok' },
      { name: 'c', health: 'bad' },
    ],
  } as ServiceList;
  expect(byTrouble(list).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
});
