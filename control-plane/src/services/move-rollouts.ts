import { fold } from '../domain/rollout/fold.ts';
import { type RolloutDeps, tickRollout } from './rollouts.ts';

/** One look at every rollout that moves by the clock; all that is known is stored, so another replica may go on at any moment. */
export async function moveRollouts(deps: RolloutDeps): Promise<void> {
  const { store, apply } = deps;
  for (const { plan, facts, applied } of await store.rollouts.list()) {
    if (applied < facts.length) await apply(plan.id);
    const { status } = fold(plan, facts);
    if (status !== 'running' && status !== 'held') continue;
    if (await tickRollout(deps, plan)) await apply(plan.id);
  }
}
