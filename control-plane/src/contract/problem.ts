import { z } from 'zod';

/** RFC 9457 problem details; `code` is stable, `detail` says what was expected, what came and what to do. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
