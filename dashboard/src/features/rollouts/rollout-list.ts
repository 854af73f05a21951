import type { Rollout } from '@breakwater/control-plane/contract';
import { isOver } from './rollout-view.ts';

/** Which rollouts the list shows. */
export const rolloutFilters = ['all', 'active', 'over'] as const;
export type RolloutFilter = (typeof rolloutFilters)[number];

/** Rollouts as they are listed; plans that were thrown away stand apart. */
export interface ArrangedRollouts {
  /** What still goes on first, then what is over; each newest first, as the answer has them. */
  listed: Rollout[];
  discarded: Rollout[];
}

/** Arranges the rollouts, newest first, that a filter lets through. */
export function arrangeRollouts(rollouts: readonly Rollout[], filter: RolloutFilter): ArrangedRollouts {
  const shown = rollouts.filter((one) => filter === 'all' || (filter === 'over') === isOver(one.status));
  return {
    listed: shown
      .filter(({ status }) => status !== 'discarded')
      .toSorted((a, b) => Number(isOver(a.status)) - Number(isOver(b.status))),
    discarded: shown.filter(({ status }) => status === 'discarded'),
  };
}

/** The rollout that must be over before the flag can be planned anew. */
export function rolloutInTheWay(flag: string, rollouts: readonly Rollout[]): Rollout | undefined {
  return rollouts.find((one) => one.flag === flag && !isOver(one.status));
}
