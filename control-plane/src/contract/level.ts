import { knownKeys } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';
import { SwitchState } from './switch.ts';

/** From nothing shed to everything that may be shed. */
export const levelIds = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;
export const LevelId = z.enum(levelIds);
export type LevelId = z.infer<typeof LevelId>;

/** A named set of switches that are killed together. */
export const Level = z.object({
  id: LevelId,
  title: z.string(),
  /** What users lose at this level, in one sentence. */
  sheds: z.string(),
  /** Every switch killed at this level: its own, and those of the levels below. */
  switches: z.array(z.string()),
  /** The switches that this level adds to the one below. */
  adds: z.array(z.string()),
});
export type Level = z.infer<typeof Level>;

/** What a change of level did to one switch. */
export const LevelResult = z.object({
  key: z.string(),
  from: SwitchState,
  to: SwitchState,
  result: z.enum(['changed', 'unchanged', 'failed']),
  /** Why it failed or did not change; null for a plain change. */
  detail: z.string().nullable(),
});
export type LevelResult = z.infer<typeof LevelResult>;

/** One change of level: all of its switches together, best effort where one fails. */
export const LevelReport = z.object({
  from: LevelId,
  to: LevelId,
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  results: z.array(LevelResult),
  /** How many of the results failed. */
  failed: z.number().int(),
});
export type LevelReport = z.infer<typeof LevelReport>;

/** Where the system stands: `GET /api/v1/levels`. */
export const LevelStatus = z.object({
  current: LevelId,
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
  reason: z.string().nullable(),
  levels: z.array(Level),
  /** Switches that the level holds killed, with the state that they go back to. */
  held: z.array(z.object({ key: z.string(), before: SwitchState, level: LevelId })),
  lastReport: LevelReport.nullable(),
});
export type LevelStatus = z.infer<typeof LevelStatus>;

/** Raising needs a reason; lowering also needs the level's id typed out as `confirm`. */
export const LevelRequest = knownKeys({
  level: LevelId,
  reason: z.string().trim().min(3, 'say in at least 3 characters why').max(500),
  confirm: z.string().optional(),
});
export type LevelRequest = z.infer<typeof LevelRequest>;

/** The answer of `POST /api/v1/levels`. */
export const LevelChanged = z.object({ status: LevelStatus, report: LevelReport });
export type LevelChanged = z.infer<typeof LevelChanged>;
