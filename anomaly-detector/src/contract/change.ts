import { z } from 'zod';
import { Instant } from './time.ts';

export const ChangeKind = z.enum(['flag', 'rollout', 'deploy', 'config', 'load']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** Something that people or machines changed: a suspect until cleared. Topic `ops.changes.v1`. */
export const ChangeEvent = z.object({
  id: z.string().min(1),
  at: Instant,
  kind: ChangeKind,
  /** Services on which the change takes effect: declared, or learnt from the instances that evaluate the flag. */
  services: z.array(z.string()),
  /** What was changed: a flag key, a rollout id, an image, a setting. */
  target: z.string().min(1),
  /** One line for people, such as `recommendations: LIVE -> KILLED`. */
  title: z.string().min(1),
  /** Who did it: an e-mail address or the name of a machine. */
  actor: z.string().min(1),
  /** The kill or restore of a switch mitigates: it is never a suspect of the incident that it mitigates. */
  effect: z.enum(['kill', 'restore', 'enable', 'disable', 'ramp', 'other']),
  /** Share of traffic that sees the change after it, 0 to 1. */
  exposure: z.number().min(0).max(1).nullable(),
  version: z.string().nullable(),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;
