import { z } from 'zod';
import { ChangeEvent } from './change.ts';
import { SwitchHint } from './switch-hint.ts';

/** Served by the control plane on `GET /api/v1/detector/context`: the switches, the changes of the last hour, and what people closed. */
export const DetectorContext = z.object({
  switches: z.array(SwitchHint),
  changes: z.array(ChangeEvent),
  /** Incidents that a person has resolved lately: what happens next is another one. */
  resolved: z.array(z.string()).default([]),
});
export type DetectorContext = z.infer<typeof DetectorContext>;
