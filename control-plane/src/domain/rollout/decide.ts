import { OpsError } from '../ops-error.ts';
import type { Hold, RolloutFact, RolloutPlan, RolloutState } from './rollout.ts';

/** What somebody asks of a rollout, or what the clock does. */
export type RolloutCommand =
  | {
      kind: 'start' | 'resume';
      actor: string;
      reason: string;
      confirmKey: string | undefined;
      hold: Hold | null;
    }
  | { kind: 'pause' | 'roll_back' | 'discard'; actor: string; reason: string }
  | { kind: 'tick'; hold: Hold | null };

/** The author of what a rollout does by itself. */
export const rolloutEngine = 'rollout-engine';

/** What a command makes happen now, epoch milliseconds; throws `rollout.*` where it may not. */
export function decide(
  command: RolloutCommand,
  plan: RolloutPlan,
  state: RolloutState,
  now: number,
): RolloutFact[] {
  const at = new Date(now).toISOString();
  if (command.kind === 'tick') return tick(command.hold, plan, state, at, now);
  const { actor, reason } = command;
  switch (command.kind) {
    case 'start':
      requireStatus(state, 'start', ['draft']);
      requireKey(command.confirmKey, plan);
      requireNoIncident(command.hold);
      return [
        { kind: 'started', at, actor, reason },
        { kind: 'stage_entered', at, actor, stageIndex: 0 },
      ];
    case 'resume':
      requireStatus(state, 'resume', ['paused']);
      requireKey(command.confirmKey, plan);
      return [{ kind: 'resumed', at, actor, reason }];
    case 'pause':
      requireStatus(state, 'pause', ['running', 'held']);
      return [{ kind: 'paused', at, actor, reason }];
    case 'roll_back':
      requireStatus(state, 'roll back', ['running', 'held', 'paused', 'completed']);
      return [{ kind: 'rolled_back', at, actor, reason }];
    case 'discard':
      requireStatus(state, 'discard', ['draft']);
      return [{ kind: 'discarded', at, actor, reason }];
  }
}

function tick(
  hold: Hold | null,
  plan: RolloutPlan,
  state: RolloutState,
  at: string,
  now: number,
): RolloutFact[] {
  const actor = rolloutEngine;
  if (state.status === 'held') {
    if (hold === null) return [{ kind: 'released', at, actor }];
    const isSame = hold.incidentId === state.hold.incidentId && hold.cause === state.hold.cause;
    return isSame ? [] : [{ kind: 'held', at, actor, hold }];
  }
  if (state.status !== 'running') return [];
  if (hold !== null) return [{ kind: 'held', at, actor, hold }];
  if (now < state.dueAt) return [];
  const isLast = state.stageIndex >= plan.stages.length - 1;
  if (isLast) return [{ kind: 'completed', at, actor }];
  return [{ kind: 'stage_entered', at, actor, stageIndex: state.stageIndex + 1 }];
}

function requireStatus(state: RolloutState, verb: string, statuses: readonly RolloutState['status'][]): void {
  if (statuses.includes(state.status)) return;
  const self =
    state.status === 'held' ? ` It is held because ${state.hold.reason}, and goes on by itself.` : '';
  throw new OpsError(
    'rollout.wrong_status',
    `To ${verb}, the rollout must be ${statuses.join(' or ')}; it is ${state.status}.${self}`,
  );
}

function requireKey(confirmKey: string | undefined, plan: RolloutPlan): void {
  if (confirmKey === plan.flag) return;
  throw new OpsError(
    'rollout.confirm_key_mismatch',
    `To let more users in, type the flag's key as confirmKey: expected "${plan.flag}", got ${confirmKey === undefined ? 'nothing' : `"${confirmKey}"`}.`,
  );
}

function requireNoIncident(hold: Hold | null): void {
  if (hold?.cause !== 'incident') return;
  throw new OpsError(
    'rollout.incident_open',
    `Not now: ${hold.reason}. Start once it has recovered or is resolved.`,
  );
}
