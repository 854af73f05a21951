import type { Rollout } from '@breakwater/control-plane/contract';
import type { ButtonLook } from '../../ui/button.tsx';
import type { RolloutVerb } from './rollout-view.ts';

/** How a verb is offered and asked for. */
export interface VerbWords {
  button: string;
  look: ButtonLook;
  /** What happens to users. */
  effect: (rollout: Rollout) => string;
  reason: string;
  /** Whether the flag's key must be typed out: what raises the share needs it, what lowers it does not. */
  needsKey: boolean;
}

export const verbWords: Record<RolloutVerb, VerbWords> = {
  start: {
    button: 'Start',
    look: 'primary',
    effect: (rollout) =>
      `${rollout.stages[0]?.percent ?? 0} % of users get it at once; then it climbs by itself.`,
    reason: '',
    needsKey: true,
  },
  pause: {
    button: 'Pause',
    look: 'quiet',
    effect: (rollout) =>
      `${rollout.percent} % of users keep it; it climbs no further until somebody resumes it.`,
    reason: 'Paused to look at it',
    needsKey: false,
  },
  resume: {
    button: 'Resume',
    look: 'primary',
    effect: (rollout) => `It climbs on from ${rollout.percent} %.`,
    reason: '',
    needsKey: true,
  },
  'roll-back': {
    button: 'Roll back',
    look: 'danger',
    effect: (rollout) => `From ${rollout.percent} % to 0 % at once. This rollout is then over.`,
    reason: 'Rolled back by hand to protect users',
    needsKey: false,
  },
  discard: {
    button: 'Discard',
    look: 'quiet',
    effect: () => 'Nothing changes for users. The plan is over, and the flag can be planned anew.',
    reason: '',
    needsKey: false,
  },
};
