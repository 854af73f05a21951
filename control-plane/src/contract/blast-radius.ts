import { z } from 'zod';
import { DrillSummary } from './drill.ts';
import { SwitchState } from './switch.ts';

/** What a flip of a switch would touch, from what is counted now; null is not known, never zero. */
export const BlastRadius = z.object({
  key: z.string(),
  state: SwitchState,
  at: z.iso.datetime(),
  /** The seconds before `at` over which calls were counted. */
  windowS: z.number(),
  /** Calls that pass the switch, over all instances. */
  callsPerSecond: z.number().nullable(),
  /** Requests of the service that asks the switch. */
  requestsPerSecond: z.number().nullable(),
  /** Share of those requests that pass the switch, 0 to 1. */
  share: z.number().nullable(),
  /** Share of those calls that fail now, 0 to 1. */
  errorShare: z.number().nullable(),
  /** Share of those calls that the fallback answers now, 0 to 1. */
  fallbackShare: z.number().nullable(),
  /** When the fallback last answered somebody, in a kill, a drill or a failure. */
  lastFallbackAt: z.iso.datetime().nullable(),
  lastDrill: DrillSummary.nullable(),
  lastProvenAt: z.iso.datetime().nullable(),
  services: z.array(
    z.object({
      service: z.string(),
      /** It asks the switch, it lies behind the call that is cut, or it feels the kill. */
      part: z.enum(['asks', 'behind', 'dependent']),
    }),
  ),
  instances: z.array(
    z.object({
      id: z.string(),
      service: z.string(),
      reach: z.enum(['reached', 'stale', 'silent']),
      /** One line: how it is reached, or why not. */
      detail: z.string(),
    }),
  ),
  /** What a flip would do, in one sentence. */
  summary: z.string(),
});
export type BlastRadius = z.infer<typeof BlastRadius>;
