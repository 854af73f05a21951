import type { Health, RolloutList, ServiceList } from '@breakwater/control-plane/contract';

/** The rollouts that move or wait for somebody. */
export function underWay(list: RolloutList): RolloutList['rollouts'] {
  const order = {
    held: 0,
    paused: 1,
    running: 2,
    draft: 3,
    rolled_back: 4,
    completed: 5,
    discarded: 6,
  } as const;
  return list.rollouts
    .filter(({ status }) => status === 'held' || status === 'running' || status === 'paused')
    .toSorted((a, b) => order[a.status] - order[b.status]);
}

/** The services, those in trouble first. */
export function byTrouble(list: ServiceList): ServiceList['services'] {
  const order: Record<Health, number> = { bad: 0, partial: 1, unknown: 2, ok: 3 };
  return list.services.toSorted((a, b) => order[a.health] - order[b.health] || a.name.localeCompare(b.name));
}
