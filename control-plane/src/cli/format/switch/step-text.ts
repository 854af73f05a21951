import type { Switch } from '../../../contract/index.ts';
import { timeLeft } from '../time.ts';

/** How far a restore has come and what comes next, in one line. */
export function stepText({ percent, restore }: Switch, now: number): string {
  const share = `${percent} % of the requests get the feature`;
  if (restore === null) return `${share}; the share was set by hand`;
  if (restore.heldReason !== null) return `${share}; it waits because ${restore.heldReason}`;
  if (restore.nextStepAt === null) return share;
  const ms = Date.parse(restore.nextStepAt) - now;
  return `${share}; next step ${ms <= 0 ? 'is due' : `in ${timeLeft(ms)}`}`;
}
