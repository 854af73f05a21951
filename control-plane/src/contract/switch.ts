import { knownKeys } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';
import { DrillSummary } from './drill.ts';

/** LIVE: everybody gets the feature; KILLED: nobody; RESTORING: a growing share; DRILL: all but a small sticky cohort. */
export const SwitchState = z.enum(['LIVE', 'KILLED', 'RESTORING', 'DRILL']);
export type SwitchState = z.infer<typeof SwitchState>;

/** How far a change has reached the running instances. Proof, not optimism. */
export const Propagation = z.object({
  changeId: z.string(),
  revision: z.number().int(),
  at: z.iso.datetime(),
  /** Instances that must confirm: those seen lately when the change was accepted. */
  total: z.number().int(),
  confirmed: z.number().int(),
  /** Milliseconds from acceptance to the last confirmation; null until all confirmed. */
  confirmedMs: z.number().nullable(),
  instances: z.array(
    z.object({
      id: z.string(),
      service: z.string(),
      revision: z.number().int(),
      /** Milliseconds until it was sent on the instance's stream; null where that is not known. */
      deliveredMs: z.number().nullable().optional(),
      /** Milliseconds until the instance held it. */
      confirmedMs: z.number().nullable(),
      /** Milliseconds until the flag was first asked for and answered with it. */
      effectiveMs: z.number().nullable().optional(),
      /** Holds it, and nobody has asked for the flag since. */
      idle: z.boolean().optional(),
      /** The instance says so, its polls say so (ETag), or only the sending on its stream is known. */
      proof: z.enum(['heartbeat', 'etag', 'stream']).optional(),
      /** Has not confirmed and is no longer heard of. */
      silent: z.boolean().optional(),
      /** Holds a revision that this server never gave: not counted. */
      ahead: z.boolean().optional(),
    }),
  ),
  /** Kept in the journal only: Postgres is away. */
  journaled: z.boolean().optional(),
});
export type Propagation = z.infer<typeof Propagation>;

/** What is about to happen to a kill, or should. */
export const KillWarning = z.enum(['expires_soon', 'expired_incident_open', 'review_due']);
export type KillWarning = z.infer<typeof KillWarning>;

/** How long a kill is meant to last: it expires, or somebody is asked to look at it again. */
export const KillTerm = z.object({
  since: z.iso.datetime(),
  /** When the stepwise restore begins by itself; null for a kill without expiry. */
  expiresAt: z.iso.datetime().nullable(),
  /** When somebody is asked whether a kill without expiry is still needed; null for one that expires. */
  reviewAt: z.iso.datetime().nullable(),
  /** Set while somebody should act. */
  warning: KillWarning.nullable(),
  /** The warning in one sentence. */
  warningText: z.string().nullable(),
  renewals: z.number().int(),
  /** The degrade level that killed it; null for a kill by hand. */
  level: z.string().nullable(),
});
export type KillTerm = z.infer<typeof KillTerm>;

/** Shares of requests, in percent, at which a stepwise restore pauses. */
export const restoreSteps = [5, 25, 50, 100] as const;

/** A stepwise restore as it stands. */
export const RestoreProgress = z.object({
  /** Index in `restoreSteps`. */
  step: z.number().int(),
  steps: z.array(z.number()),
  stepBeganAt: z.iso.datetime(),
  /** Milliseconds for which each step is watched. */
  stepMs: z.number(),
  /** When the next step is due; null while it is held. */
  nextStepAt: z.iso.datetime().nullable(),
  /** Why it does not go on, to follow "because"; null while it does. */
  heldReason: z.string().nullable(),
  startedBy: z.string(),
});
export type RestoreProgress = z.infer<typeof RestoreProgress>;

/** How much is lost without the feature: 1 the business stops, 2 it is hurt, 3 it goes on. */
export const Tier = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type Tier = z.infer<typeof Tier>;

/** A kill switch: LIVE serves the feature, KILLED serves its fallback. */
export const Switch = z.object({
  key: z.string(),
  state: SwitchState,
  /** Share of requests that get the feature, 0 to 100. */
  percent: z.number().min(0).max(100).default(100),
  title: z.string(),
  /** What users lose while killed. */
  sheds: z.string(),
  /** What is served instead. */
  fallback: z.string(),
  owner: z.string(),
  service: z.string(),
  dependency: z.string(),
  runbook: z.string(),
  tier: Tier.default(3),
  /** Services that feel a kill besides the one that asks the switch. */
  dependents: z.array(z.string()).default([]),
  /** What a kill is expected to do to load and to users. */
  expectedEffect: z.string().default(''),
  /** Set while KILLED. */
  term: KillTerm.nullable().default(null),
  /** Set while RESTORING. */
  restore: RestoreProgress.nullable().default(null),
  lastDrill: DrillSummary.nullable().default(null),
  /** When a drill last proved that the fallback answers. */
  lastProvenAt: z.iso.datetime().nullable().default(null),
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
  reason: z.string().nullable(),
  propagation: Propagation.nullable(),
});
export type Switch = z.infer<typeof Switch>;

export const SwitchList = z.object({
  environment: z.string(),
  revision: z.number().int(),
  switches: z.array(Switch),
  /** Postgres is away: this is what was last known, with the kills of the journal. */
  databaseAway: z.boolean().optional(),
  /** When that was read; set while Postgres is away. */
  knownAt: z.iso.datetime().optional(),
});
export type SwitchList = z.infer<typeof SwitchList>;

const Reason = z.string().trim().min(3, 'say in at least 3 characters why').max(500);

/** Seconds after which a kill expires. */
const ExpiresInS = z
  .number()
  .int()
  .min(10, 'a kill lasts at least 10 s')
  .max(30 * 86_400, 'a kill lasts at most 30 days');

/** A kill needs a reason only; with an expiry it is restored by itself. */
export const KillRequest = knownKeys({
  reason: Reason,
  incidentId: z.string().optional(),
  expiresInS: ExpiresInS.optional(),
});
export type KillRequest = z.infer<typeof KillRequest>;

/** Gives a kill a new term, counted from now: as long as before if nothing is said, without expiry for null. */
export const RenewRequest = knownKeys({ reason: Reason, expiresInS: ExpiresInS.nullable().optional() });
export type RenewRequest = z.infer<typeof RenewRequest>;

/** A restore also needs the switch's key typed out; it climbs in steps unless it is `immediate`. */
export const RestoreRequest = knownKeys({
  reason: Reason,
  confirmKey: z.string(),
  incidentId: z.string().optional(),
  /** To 100 % at once; ends a stepwise restore that is under way. */
  immediate: z.boolean().optional(),
  /** Seconds at each step; the default is the server's. */
  stepS: z.number().min(1).max(3600).optional(),
});
export type RestoreRequest = z.infer<typeof RestoreRequest>;

/** 202: accepted and stored; follow `propagation` until all confirmed. */
export const ChangeAccepted = z.object({
  changeId: z.string(),
  key: z.string(),
  state: SwitchState,
  propagation: Propagation,
  /** Set where Postgres is away: what was done instead, and in one sentence. */
  journaled: z
    .object({
      id: z.string(),
      at: z.iso.datetime(),
      sentTo: z.number().int(),
      /** Whether it would survive a restart of the control plane; false where the journal cannot be written. */
      onDisk: z.boolean().default(true),
      note: z.string(),
    })
    .optional(),
});
export type ChangeAccepted = z.infer<typeof ChangeAccepted>;
