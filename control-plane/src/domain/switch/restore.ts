import { type RestoreProgress, restoreSteps } from '../../contract/switch.ts';
import type { RestoringKeeping } from './keeping.ts';

/** What a restore climbs through, as far as it can be seen. */
export interface Outlook {
  /** Why it must not go on, to follow "because"; null where nothing speaks against it. */
  blocked: string | null;
  /** Alerts that are raised now on the switch's service, by name. */
  alerts: readonly string[];
}

/** What a restore is asked to be. */
export interface RestoreAsked {
  by: string;
  reason: string;
  stepMs: number;
}

/** A restore that begins at its first step now, epoch milliseconds. */
export function beginRestore(asked: RestoreAsked, alerts: readonly string[], now: number): RestoringKeeping {
  return { kind: 'restoring', ...asked, begun: false, step: 0, ...stepFrom(alerts, now) };
}

/** Share of requests that get the feature at the present step, in percent. */
export function percentAt({ step }: RestoringKeeping): number {
  return restoreSteps[step] ?? 100;
}

/** What the clock does to a restore. */
export type RestoreTick =
  | { kind: 'nothing' }
  | { kind: 'wait' | 'go_on' | 'step'; restore: RestoringKeeping }
  | { kind: 'done' };

/** A step counts for its whole time again after a wait: what was not watched does not count. */
export function tickRestore(restore: RestoringKeeping, outlook: Outlook, now: number): RestoreTick {
  const heldReason = whyHeld(restore, outlook);
  if (heldReason !== restore.heldReason) {
    const kind = heldReason === null ? 'go_on' : 'wait';
    return { kind, restore: { ...restore, heldReason, countsFrom: iso(now) } };
  }
  if (heldReason !== null || now < dueAt(restore)) return { kind: 'nothing' };
  const next = restore.step + 1;
  if (next >= restoreSteps.length - 1) return { kind: 'done' };
  return { kind: 'step', restore: { ...restore, step: next, ...stepFrom(outlook.alerts, now) } };
}

/** A restore as it is shown. */
export function showRestore(restore: RestoringKeeping): RestoreProgress {
  const { step, stepBeganAt, stepMs, heldReason, by } = restore;
  return {
    step,
    steps: [...restoreSteps],
    stepBeganAt,
    stepMs,
    nextStepAt: heldReason === null ? iso(dueAt(restore)) : null,
    heldReason,
    startedBy: by,
  };
}

function whyHeld({ alertsBefore }: RestoringKeeping, { blocked, alerts }: Outlook): string | null {
  if (blocked !== null) return blocked;
  const risen = alerts.filter((name) => !alertsBefore.includes(name));
  return risen.length === 0 ? null : `alerts rose since this step began: ${risen.join(', ')}`;
}

function stepFrom(alerts: readonly string[], now: number) {
  return { stepBeganAt: iso(now), countsFrom: iso(now), alertsBefore: [...alerts], heldReason: null };
}

function dueAt({ countsFrom, stepMs }: RestoringKeeping): number {
  return Date.parse(countsFrom) + stepMs;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
