import type { RolloutFact, RolloutPlan, RolloutState } from './rollout.ts';

/** Where a rollout stands after everything that has happened to it. */
export function fold(plan: RolloutPlan, facts: readonly RolloutFact[]): RolloutState {
  return facts.reduce((state, fact) => evolve(plan, state, fact), { status: 'draft' } as RolloutState);
}

/** The next state; a fact that does not fit the state leaves it. */
export function evolve(plan: RolloutPlan, state: RolloutState, fact: RolloutFact): RolloutState {
  const at = Date.parse(fact.at);
  switch (fact.kind) {
    case 'created':
    case 'started':
      return state;
    case 'stage_entered':
      return running(plan, fact.stageIndex, at, at);
    case 'held':
      return isClimbing(state)
        ? { status: 'held', stageIndex: state.stageIndex, enteredAt: state.enteredAt, hold: fact.hold }
        : state;
    case 'released':
    case 'resumed':
      return 'enteredAt' in state ? running(plan, state.stageIndex, state.enteredAt, at) : state;
    case 'paused':
      return isClimbing(state)
        ? { status: 'paused', stageIndex: state.stageIndex, enteredAt: state.enteredAt }
        : state;
    case 'rolled_back':
      return { status: 'rolled_back', stageIndex: 'stageIndex' in state ? state.stageIndex : -1 };
    case 'completed':
      return isClimbing(state)
        ? { status: 'completed', stageIndex: state.stageIndex, enteredAt: state.enteredAt }
        : state;
    case 'discarded':
      return state.status === 'draft' ? { status: 'discarded' } : state;
  }
}

/** Share of users that the flag reaches, 0 to 100. */
export function percentOfState(plan: RolloutPlan, state: RolloutState): number {
  if (!('stageIndex' in state) || state.status === 'rolled_back') return 0;
  return plan.stages[state.stageIndex]?.percent ?? 0;
}

/** After a wait a stage must hold for its whole time again: what was not watched does not count. */
function running(plan: RolloutPlan, stageIndex: number, enteredAt: number, from: number): RolloutState {
  const holdMs = plan.stages[stageIndex]?.holdMs ?? 0;
  return { status: 'running', stageIndex, enteredAt, dueAt: from + holdMs };
}

function isClimbing(
  state: RolloutState,
): state is Extract<RolloutState, { status: 'running' | 'held' | 'paused' }> {
  return state.status === 'running' || state.status === 'held' || state.status === 'paused';
}
