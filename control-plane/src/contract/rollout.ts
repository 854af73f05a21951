import { z } from 'zod';

export const Stage = z.object({
  /** Share of users, above 0 to 100, in steps of 0.01; between whole percents only our SDK serves it. */
  percent: z.number().min(0.01).max(100).multipleOf(0.01),
  /** How long to stay before climbing on, in milliseconds. */
  holdMs: z
    .number()
    .int()
    .min(1000)
    .max(7 * 86_400_000),
});
export type Stage = z.infer<typeof Stage>;

export const RolloutStatus = z.enum([
  'draft',
  'running',
  'held',
  'paused',
  'rolled_back',
  'completed',
  'discarded',
]);
export type RolloutStatus = z.infer<typeof RolloutStatus>;

export const RolloutEvent = z.object({
  at: z.iso.datetime(),
  kind: z.enum([
    'created',
    'started',
    'stage_entered',
    'held',
    'released',
    'paused',
    'resumed',
    'rolled_back',
    'completed',
    'discarded',
  ]),
  text: z.string(),
  actor: z.string(),
});
export type RolloutEvent = z.infer<typeof RolloutEvent>;

/** A flag's climb from its first stage to 100 %, sticky by user. */
export const Rollout = z.object({
  id: z.string(),
  flag: z.string(),
  title: z.string(),
  /** Services on which the flag takes effect: an open incident on one of them holds the climb. */
  services: z.array(z.string()),
  stickiness: z.string(),
  stages: z.array(Stage),
  status: RolloutStatus,
  /** Index in `stages`; -1 before the start. */
  stageIndex: z.number().int(),
  /** Share of users that see the flag now. */
  percent: z.number(),
  stageEnteredAt: z.iso.datetime().nullable(),
  /** When the next stage is due; null while nothing is due. */
  nextStageAt: z.iso.datetime().nullable(),
  heldReason: z.string().nullable(),
  incidentId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  events: z.array(RolloutEvent),
});
export type Rollout = z.infer<typeof Rollout>;

export const RolloutList = z.object({ rollouts: z.array(Rollout) });
export type RolloutList = z.infer<typeof RolloutList>;

export const CreateRollout = z.object({
  flag: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{1,98}$/, 'a flag key is lower-case letters, digits, dots and dashes'),
  title: z.string().trim().min(3).max(200),
  services: z.array(z.string().min(1)).min(1),
  stickiness: z.string().default('userId'),
  stages: z
    .array(Stage)
    .min(1)
    .max(20)
    .refine(
      (stages) => stages.every((stage, i) => i === 0 || stage.percent > stages[i - 1]!.percent),
      'each stage must raise the percentage',
    ),
});
export type CreateRollout = z.infer<typeof CreateRollout>;

/** Start and resume also need the flag's key typed out; pause, roll back and discard need the reason only. */
export const RolloutAction = z.object({
  reason: z.string().trim().min(3).max(500),
  confirmKey: z.string().optional(),
});
export type RolloutAction = z.infer<typeof RolloutAction>;
