import type { KillWarning } from '../../contract/switch.ts';

/** A kill with its end or its next review; instants as ISO 8601. */
export interface KilledKeeping {
  kind: 'killed';
  since: string;
  by: string;
  reason: string | null;
  /** Seconds that were asked for; null for a kill without expiry. */
  lengthS: number | null;
  expiresAt: string | null;
  reviewAt: string | null;
  warning: KillWarning | null;
  /** Why it stays although it has expired, to follow "because"; null where it does not. */
  blocked: string | null;
  /** When somebody was last told. */
  warnedAt: string | null;
  renewals: number;
  /** The degrade level that killed it; null for a kill by hand. */
  level: string | null;
  /** The last flip that was known when it was asked for: that one is no answer to it. */
  flipBefore?: string;
}

/** A stepwise restore. */
export interface RestoringKeeping {
  kind: 'restoring';
  by: string;
  reason: string;
  /** Whether the flag was seen on since: a restore that was cut off before that is begun again. */
  begun: boolean;
  step: number;
  stepMs: number;
  stepBeganAt: string;
  /** From when the step counts: its beginning, or the end of the last wait. */
  countsFrom: string;
  /** Alerts that were raised already when the step began. */
  alertsBefore: string[];
  /** Why it waits; null while it does not. */
  heldReason: string | null;
}

/** A drill that sends its cohort to the fallback. */
export interface DrillKeeping {
  kind: 'drill';
  id: string;
  endsAt: string;
}

/** What is going on with a switch that is not simply LIVE. */
export type Keeping = KilledKeeping | RestoringKeeping | DrillKeeping;

/** The author of what happens to switches by itself. */
export const switchKeeper = 'breakwater-switches';

/** Share of requests that get the feature during a drill, in percent. */
export const drillPercent = 99;
