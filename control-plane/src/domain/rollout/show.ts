import type { Rollout, RolloutEvent } from '../../contract/rollout.ts';
import { fold, percentOfState } from './fold.ts';
import type { RolloutFact, RolloutPlan } from './rollout.ts';

/** A rollout as people see it. */
export function toRollout(plan: RolloutPlan, facts: readonly RolloutFact[]): Rollout {
  const state = fold(plan, facts);
  const hasNext = state.status === 'running' && state.stageIndex < plan.stages.length - 1;
  const { id, flag, title, services, stickiness, stages, createdBy, createdAt } = plan;
  return {
    id,
    flag,
    title,
    services,
    stickiness,
    stages,
    status: state.status,
    stageIndex: 'stageIndex' in state ? state.stageIndex : -1,
    percent: percentOfState(plan, state),
    stageEnteredAt: 'enteredAt' in state ? new Date(state.enteredAt).toISOString() : null,
    nextStageAt: hasNext ? new Date(state.dueAt).toISOString() : null,
    heldReason: state.status === 'held' ? state.hold.reason : null,
    incidentId: state.status === 'held' ? state.hold.incidentId : null,
    createdBy,
    createdAt,
    events: facts.map((fact) => toEvent(plan, fact)),
  };
}

function toEvent(plan: RolloutPlan, fact: RolloutFact): RolloutEvent {
  return { at: fact.at, kind: fact.kind, text: describe(plan, fact), actor: fact.actor };
}

/** One line about what happened. */
export function describe(plan: RolloutPlan, fact: RolloutFact): string {
  switch (fact.kind) {
    case 'created':
      return `Planned: ${plan.stages.map(({ percent }) => `${percent} %`).join(', ')}`;
    case 'started':
      return `Started: ${fact.reason}`;
    case 'stage_entered':
      return `${plan.stages[fact.stageIndex]?.percent ?? 0} % of users`;
    case 'held':
      return `Held because ${fact.hold.reason}`;
    case 'released':
      return 'Goes on: the reason to hold is gone';
    case 'paused':
      return `Paused: ${fact.reason}`;
    case 'resumed':
      return `Resumed: ${fact.reason}`;
    case 'rolled_back':
      return `Rolled back to 0 %: ${fact.reason}`;
    case 'completed':
      return `Completed at ${plan.stages.at(-1)?.percent ?? 0} %`;
    case 'discarded':
      return `Discarded: ${fact.reason}`;
  }
}
