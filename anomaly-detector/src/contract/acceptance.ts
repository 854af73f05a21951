import { z } from 'zod';
import { Instant } from './time.ts';

/** A pattern that a person has called normal for a series; alerts of it are raised no more, and the band shows it. */
export const Acceptance = z.object({
  /** That of the anomaly. */
  id: z.string().min(1),
  seriesKey: z.string().min(1),
  /** A height of the values, how much they scatter, or that none comes. */
  shape: z.enum(['height', 'spread', 'gap']),
  /** 1 above what was expected, -1 below. */
  direction: z.union([z.literal(1), z.literal(-1)]),
  /** Values up to here (down to here, below) are no alert; 0 where it is no height. */
  limit: z.number(),
  /** Evidence up to here is no alert, 1 being the threshold; of a spread and of a silence. */
  evidence: z.number(),
  /** What the anomaly said. */
  sentence: z.string(),
  by: z.string().min(1),
  note: z.string(),
  at: Instant,
});
export type Acceptance = z.infer<typeof Acceptance>;
