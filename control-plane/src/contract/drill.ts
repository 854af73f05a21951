import { knownKeys } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';

/** What a drill has shown: the fallback answered, it failed or hurt, or no request came its way. */
export const DrillVerdict = z.enum(['proven', 'failed', 'unseen', 'aborted']);
export type DrillVerdict = z.infer<typeof DrillVerdict>;

/** A drill in a few words, for lists. */
export const DrillSummary = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** Null while it runs. */
  verdict: DrillVerdict.nullable(),
});
export type DrillSummary = z.infer<typeof DrillSummary>;

/** Calls through the switch's guards while the drill ran. */
const Counts = z.object({
  calls: z.number(),
  /** Answered by the fallback because the switch said so. */
  fallbackAnswers: z.number(),
  /** The fallback was asked and failed. */
  fallbackFailures: z.number(),
  /** Failed or timed out, fallback or not. */
  errors: z.number(),
});

/** What was counted; shares are 0 to 1. */
export const DrillEvidence = Counts.extend({
  /** Share of failed calls in the minute before; null where nothing was counted. */
  errorShareBefore: z.number().nullable(),
  errorShareDuring: z.number().nullable(),
  instances: z.array(Counts.extend({ id: z.string(), service: z.string() })),
});
export type DrillEvidence = z.infer<typeof DrillEvidence>;

/** A small sticky cohort sent to the fallback for a short while, to prove that it works. */
export const Drill = z.object({
  id: z.string(),
  key: z.string(),
  startedAt: z.iso.datetime(),
  startedBy: z.string(),
  reason: z.string(),
  /** Share of requests sent to the fallback, in percent. */
  cohortPercent: z.number(),
  /** When it ends by itself. */
  endsAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  verdict: DrillVerdict.nullable(),
  /** The verdict in one sentence; null while it runs. */
  text: z.string().nullable(),
  evidence: DrillEvidence.nullable(),
});
export type Drill = z.infer<typeof Drill>;

/** Newest first. */
export const DrillList = z.object({ drills: z.array(Drill) });
export type DrillList = z.infer<typeof DrillList>;

export const DrillRequest = knownKeys({
  reason: z.string().trim().min(3, 'say in at least 3 characters why').max(500),
});
export type DrillRequest = z.infer<typeof DrillRequest>;
