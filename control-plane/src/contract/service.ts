import { z } from 'zod';
import { Instance } from './instance.ts';

export const Health = z.enum(['ok', 'partial', 'bad', 'unknown']);
export type Health = z.infer<typeof Health>;

/** One service as the people on call see it. */
export const Service = z.object({
  name: z.string(),
  health: Health,
  /** Why the health is what it is, one line. */
  summary: z.string(),
  calls: z.array(z.string()),
  instances: z.array(Instance),
});
export type Service = z.infer<typeof Service>;

export const ServiceList = z.object({
  services: z.array(Service),
  topology: z.array(z.object({ caller: z.string(), callee: z.string() })),
});
export type ServiceList = z.infer<typeof ServiceList>;
