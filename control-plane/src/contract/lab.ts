import { knownKeys } from '@breakwater/anomaly-detector/contract';
import { z } from 'zod';

export const FaultKind = z.enum(['latency', 'errors', 'down']);
export type FaultKind = z.infer<typeof FaultKind>;

/** A fault to inject. It always stops by itself. */
export const FaultRequest = knownKeys({
  service: z.string().min(1),
  kind: FaultKind,
  /** Added milliseconds for `latency`; ignored otherwise. */
  latencyMs: z.number().int().min(0).max(30_000).default(0),
  /** Share of requests hit, 0 to 1. */
  ratio: z.number().min(0).max(1).default(1),
  /** Only requests for which this flag is on are hit: a bad code path behind a flag. */
  whenFlag: z.string().optional(),
  /** The fault stops by itself after this many seconds. */
  stopAfterS: z.number().int().min(1).max(3600),
});
export type FaultRequest = z.infer<typeof FaultRequest>;

export const Fault = FaultRequest.extend({
  id: z.string(),
  startedAt: z.iso.datetime(),
  stopsAt: z.iso.datetime(),
});
export type Fault = z.infer<typeof Fault>;

export const Lab = z.object({
  available: z.boolean(),
  faults: z.array(Fault),
  load: z.object({
    requestsPerSecond: z.number(),
    sentPerSecond: z.number(),
    errorRatio: z.number(),
    degradedRatio: z.number(),
  }),
  services: z.array(z.string()),
});
export type Lab = z.infer<typeof Lab>;

export const LoadRequest = knownKeys({ requestsPerSecond: z.number().min(0).max(2000) });
export type LoadRequest = z.infer<typeof LoadRequest>;
