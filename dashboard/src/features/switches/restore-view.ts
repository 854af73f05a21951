import type { Switch } from '@breakwater/control-plane/contract';
import { formatAge, formatCountdown } from '../../lib/time.ts';
import type { StageView } from '../rollouts/rollout-view.ts';

/** A stepwise restore as people read it. */
export interface RestoreView {
  steps: StageView[];
  /** What happens next, or what holds it, in one line. */
  next: string;
  isHeld: boolean;
}

/** Arranges a restore at `now` (epoch ms); null where none is under way. */
export function restoreView(
  { state, percent, restore }: Pick<Switch, 'state' | 'percent' | 'restore'>,
  now: number,
): RestoreView | null {
  if (state !== 'RESTORING') return null;
  if (!restore) {
    return {
      steps: [],
      next: `${percent} % set by hand in the flag engine: it does not climb by itself`,
      isHeld: true,
    };
  }
  const isHeld = restore.heldReason !== null;
  const steps = restore.steps.map(
    (share, index): StageView => ({
      index,
      percent: share,
      hold: index === restore.steps.length - 1 ? 'done' : formatAge(restore.stepMs),
      place: index === restore.step ? 'current' : index < restore.step ? 'done' : 'ahead',
      progress: index === restore.step ? passedShare(restore, now) : 0,
    }),
  );
  return { steps, next: nextOf(restore, percent, now), isHeld };
}

type Progress = NonNullable<Switch['restore']>;

function nextOf(restore: Progress, percent: number, now: number): string {
  if (restore.heldReason !== null) return `Held at ${percent} % because ${restore.heldReason}`;
  const following = restore.steps[restore.step + 1];
  if (following === undefined) return 'Last step';
  if (!restore.nextStepAt) return `Next: ${following} %`;
  return `${following} % in ${formatCountdown(restore.nextStepAt, now)}`;
}

function passedShare({ nextStepAt, stepMs }: Progress, now: number): number {
  // A held step is watched for its whole time again once nothing holds it.
  if (nextStepAt === null || stepMs <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (Date.parse(nextStepAt) - now) / stepMs));
}
