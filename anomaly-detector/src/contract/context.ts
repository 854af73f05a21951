import { z } from 'zod';
import { ChangeEvent } from './change.ts';
import { SwitchHint } from './switch-hint.ts';

/** Served by the control plane on `GET /api/v1/detector/context`: the switches and the changes of the last hour. */
export const DetectorContext = z.object({
  switches: z.array(SwitchHint),
  changes: z.array(ChangeEvent),
});
export type DetectorContext = z.infer<typeof DetectorContext>;
