import { z } from 'zod';

/** What the detector must know of a kill switch to suggest it: which call it cuts. */
export const SwitchHint = z.object({
  key: z.string().min(1),
  /** The service that asks the switch. */
  service: z.string().min(1),
  /** The dependency that is no longer called once killed; empty if the switch cuts work inside the service. */
  dependency: z.string(),
  state: z.enum(['LIVE', 'KILLED']),
});
export type SwitchHint = z.infer<typeof SwitchHint>;
