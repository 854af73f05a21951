import { z } from 'zod';

/** A guarded call in one instance, as it stands. */
export const GuardState = z.object({
  name: z.string(),
  dependency: z.string(),
  breaker: z.enum(['closed', 'open', 'half_open', 'forced_open', 'forced_closed']),
  bulkhead: z.object({ limit: z.number(), inUse: z.number(), queued: z.number() }),
  /** Outcomes since the instance started. */
  outcomes: z.record(z.string(), z.number()),
  /** Who decides whether calls pass; absent from an older SDK. */
  mode: z.enum(['auto', 'observe', 'forced_open', 'forced_closed']).optional(),
  /** Where the policy in force comes from; absent from an older SDK. */
  policy: z
    .object({
      source: z.enum(['code', 'flag']),
      /** First twelve hex digits of the SHA-256 of the policy flag's payload; null for the code's own. */
      version: z.string().max(100).nullable(),
      /** Why the newest policy of the flag is not in force, or not yet wholly. */
      refused: z.string().max(1000).nullable(),
    })
    .optional(),
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
  /** Changed flags that were asked for since they changed, with the revision that first answered. */
  effective: z
    .array(z.object({ flag: z.string().max(200), revision: z.number().int().min(0) }))
    .max(200)
    .optional(),
  /** Kills that came while the server had no database, and are held until the server has settled them. */
  overrides: z
    .array(z.object({ id: z.string().max(100), flag: z.string().max(200) }))
    .max(100)
    .optional(),
  /** Milliseconds between two polls, while it polls. */
  pollEveryMs: z.number().min(0).optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

export const Instance = Heartbeat.extend({
  lastSeenAt: z.iso.datetime(),
  /** Not heard of for 15 s. */
  silent: z.boolean(),
  /** A client that does not report: its revision is known from its polls or its stream. */
  passive: z.boolean().optional(),
});
export type Instance = z.infer<typeof Instance>;

export const InstanceList = z.object({ revision: z.number().int(), instances: z.array(Instance) });
export type InstanceList = z.infer<typeof InstanceList>;
