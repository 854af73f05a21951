import type { CreateRollout } from '../../contract/rollout.ts';

/** What is planned; it never changes once created. */
export interface RolloutPlan extends CreateRollout {
  id: string;
  createdBy: string;
  createdAt: string;
}

/** Why a climb waits. */
export interface Hold {
  cause: 'incident' | 'flag_off' | 'learning' | 'away';
  /** In words, to follow "because". */
  reason: string;
  incidentId: string | null;
}

/** What has happened to a rollout; instants as ISO 8601. */
export type RolloutFact =
  | { kind: 'created'; at: string; actor: string }
  | { kind: 'started'; at: string; actor: string; reason: string }
  | { kind: 'stage_entered'; at: string; actor: string; stageIndex: number }
  | { kind: 'held'; at: string; actor: string; hold: Hold }
  | { kind: 'released'; at: string; actor: string }
  | { kind: 'paused'; at: string; actor: string; reason: string }
  | { kind: 'resumed'; at: string; actor: string; reason: string }
  | { kind: 'rolled_back'; at: string; actor: string; reason: string }
  | { kind: 'completed'; at: string; actor: string }
  | { kind: 'discarded'; at: string; actor: string; reason: string };

/** Where a rollout stands; each status has its own fields only. */
export type RolloutState =
  | { status: 'draft' }
  | { status: 'running'; stageIndex: number; enteredAt: number; dueAt: number }
  | { status: 'held'; stageIndex: number; enteredAt: number; hold: Hold }
  | { status: 'paused'; stageIndex: number; enteredAt: number }
  | { status: 'rolled_back'; stageIndex: number }
  | { status: 'completed'; stageIndex: number; enteredAt: number }
  | { status: 'discarded' };
