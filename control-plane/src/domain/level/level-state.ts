import type { LevelId, LevelReport } from '../../contract/level.ts';
import type { SwitchState } from '../../contract/switch.ts';
import type { Keeping } from '../switch/keeping.ts';

/** A switch that a level has killed, with everything that brings back what was before. */
export interface Held {
  key: string;
  level: LevelId;
  before: SwitchState;
  /** Share of requests that got the feature before, in percent. */
  percent: number;
  keeping: Keeping | null;
}

/** Somebody's wish for a level, stored before it is carried out. */
export interface LevelWish {
  to: LevelId;
  at: string;
  by: string;
  reason: string;
}

/** Where the system stands between full service and everything shed. */
export interface LevelState {
  current: LevelId;
  changedAt: string | null;
  changedBy: string | null;
  reason: string | null;
  held: Held[];
  lastReport: LevelReport | null;
  /** Set while a change is under way: whoever finds it after a crash carries it out. */
  pending: LevelWish | null;
}

/** Nothing is shed, and nobody has ever changed that. */
export const atRest: LevelState = {
  current: 'L0',
  changedAt: null,
  changedBy: null,
  reason: null,
  held: [],
  lastReport: null,
  pending: null,
};
