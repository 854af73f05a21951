import type { Health, Rollout, RolloutStatus } from '@breakwater/control-plane/contract';
import { formatAge, formatCountdown } from '../../lib/time.ts';

/** One step of the ruler. */
export interface StageView {
  index: number;
  percent: number;
  hold: string;
  place: 'done' | 'current' | 'ahead';
  /** How much of its hold has passed, from 0 to 1. */
  progress: number;
}

/** A rollout as people read it. */
export interface RolloutView {
  /** The shape of its state; null where nothing happens yet. */
  mark: Health | null;
  word: string;
  /** What happens next, in one line. */
  next: string;
  stages: StageView[];
}

const words: Record<RolloutStatus, { mark: Health | null; word: string }> = {
  draft: { mark: null, word: 'draft' },
  running: { mark: 'ok', word: 'climbing' },
  held: { mark: 'bad', word: 'held' },
  paused: { mark: 'partial', word: 'paused' },
  rolled_back: { mark: null, word: 'rolled back' },
  completed: { mark: 'ok', word: 'completed' },
  discarded: { mark: null, word: 'discarded' },
};

/** What a person does to a rollout. */
export type RolloutVerb = 'start' | 'pause' | 'resume' | 'roll-back' | 'discard';

/** Arranges a rollout for people at `now` (epoch ms). */
export function rolloutView(rollout: Rollout, now: number): RolloutView {
  return { ...words[rollout.status], next: nextOf(rollout, now), stages: stagesOf(rollout, now) };
}

function nextOf(rollout: Rollout, now: number): string {
  const following = rollout.stages[rollout.stageIndex + 1];
  switch (rollout.status) {
    case 'draft':
      return `Not started; its first stage is ${rollout.stages[0]?.percent ?? 0} %`;
    case 'running':
      if (!rollout.nextStageAt) return following ? `Next: ${following.percent} %` : 'Last stage';
      return following
        ? `${following.percent} % in ${formatCountdown(rollout.nextStageAt, now)}`
        : `Completed in ${formatCountdown(rollout.nextStageAt, now)}`;
    case 'held':
      return `Held at ${rollout.percent} %${rollout.heldReason ? `: ${rollout.heldReason}` : ''}`;
    case 'paused':
      return `Paused at ${rollout.percent} % until somebody resumes it`;
    case 'rolled_back':
      return 'Rolled back to 0 %';
    case 'completed':
      return `Everyone in the plan has it: ${rollout.percent} %`;
    case 'discarded':
      return 'Discarded before its start';
  }
}

function stagesOf(rollout: Rollout, now: number): StageView[] {
  const isOver = rollout.status === 'completed';
  return rollout.stages.map((stage, index) => {
    const isCurrent = index === rollout.stageIndex && !isOver && rollout.status !== 'rolled_back';
    const place = isCurrent ? 'current' : isOver || index < rollout.stageIndex ? 'done' : 'ahead';
    return {
      index,
      percent: stage.percent,
      hold: formatAge(stage.holdMs),
      place: rollout.status === 'rolled_back' ? 'ahead' : place,
      progress: isCurrent ? heldShare(rollout, stage.holdMs, now) : 0,
    };
  });
}

function heldShare(rollout: Rollout, holdMs: number, now: number): number {
  // While held or paused the clock of the stage does not run towards the next one.
  if (!rollout.nextStageAt) return 0;
  const left = Date.parse(rollout.nextStageAt) - now;
  return Math.min(1, Math.max(0, 1 - left / holdMs));
}

/** Whether a rollout has come to its end, one way or the other. */
export function isOver(status: RolloutStatus): boolean {
  return status === 'completed' || status === 'rolled_back' || status === 'discarded';
}

/** What one may do with a rollout in its present state, in the order of the buttons. */
export const verbs = {
  draft: ['start', 'discard'],
  running: ['pause', 'roll-back'],
  held: ['pause', 'roll-back'],
  paused: ['resume', 'roll-back'],
  rolled_back: [],
  completed: ['roll-back'],
  discarded: [],
} as const satisfies Record<RolloutStatus, readonly RolloutVerb[]>;

/** The colour in which the current stage fills. */
export function rulerTone(status: RolloutStatus): 'ok' | 'partial' | 'bad' {
  if (status === 'held') return 'bad';
  return status === 'paused' ? 'partial' : 'ok';
}
