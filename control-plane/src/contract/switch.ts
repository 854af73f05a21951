import { z } from 'zod';

export const SwitchState = z.enum(['LIVE', 'KILLED']);
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
      confirmedMs: z.number().nullable(),
      /** Has not confirmed and is no longer heard of. */
      silent: z.boolean().optional(),
    }),
  ),
});
export type Propagation = z.infer<typeof Propagation>;

/** A kill switch: LIVE serves the feature, KILLED serves its fallback. */
export const Switch = z.object({
  key: z.string(),
  state: SwitchState,
  title: z.string(),
  /** What users lose while killed. */
  sheds: z.string(),
  /** What is served instead. */
  fallback: z.string(),
  owner: z.string(),
  service: z.string(),
  dependency: z.string(),
  runbook: z.string(),
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
});
export type SwitchList = z.infer<typeof SwitchList>;

const Reason = z.string().trim().min(3, 'say in at least 3 characters why').max(500);

/** A kill needs a reason only. */
export const KillRequest = z.object({ reason: Reason, incidentId: z.string().optional() });
export type KillRequest = z.infer<typeof KillRequest>;

/** A restore also needs the switch's key typed out. */
export const RestoreRequest = z.object({
  reason: Reason,
  confirmKey: z.string(),
  incidentId: z.string().optional(),
});
export type RestoreRequest = z.infer<typeof RestoreRequest>;

/** 202: accepted and stored; follow `propagation` until all confirmed. */
export const ChangeAccepted = z.object({
  changeId: z.string(),
  key: z.string(),
  state: SwitchState,
  propagation: Propagation,
});
export type ChangeAccepted = z.infer<typeof ChangeAccepted>;
