import { z } from 'zod';

/** A guarded call in one instance, as it stands. */
export const GuardState = z.object({
  name: z.string(),
  dependency: z.string(),
  breaker: z.enum(['closed', 'open', 'half_open', 'forced_open', 'forced_closed']),
  bulkhead: z.object({ limit: z.number(), inUse: z.number(), queued: z.number() }),
  /** Outcomes since the instance started. */
  outcomes: z.record(z.string(), z.number()),
});
export type GuardState = z.infer<typeof GuardState>;

/** Sent by flag-sdk at each applied revision and every five seconds: `POST /api/v1/instances/heartbeat`. */
export const Heartbeat = z.object({
  instanceId: z.string().min(1).max(200),
  service: z.string().min(1).max(200),
  environment: z.string().min(1).max(100),
  sdk: z.string().max(100),
  startedAt: z.iso.datetime(),
  /** The revision that this instance evaluates with; 0 before the first. */
  revision: z.number().int().min(0),
  source: z.enum(['stream', 'poll', 'backup', 'none']),
  /** Keys of the flags that this instance has asked for. */
  flags: z.array(z.string().max(200)).max(2000),
  guards: z.array(GuardState).max(200),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

export const Instance = Heartbeat.extend({
  lastSeenAt: z.iso.datetime(),
  /** Not heard of for 15 s. */
  silent: z.boolean(),
});
export type Instance = z.infer<typeof Instance>;

export const InstanceList = z.object({ revision: z.number().int(), instances: z.array(Instance) });
export type InstanceList = z.infer<typeof InstanceList>;
