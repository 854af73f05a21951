import { z } from 'zod';

/** The least and the most of each number; whole numbers where the unit is a count. */
export const policyBounds = {
  timeoutMs: [1, 600_000],
  deadlineMs: [1, 600_000],
  concurrency: [1, 100_000],
  queue: [0, 100_000],
  hedgeAfterMs: [1, 600_000],
  'breaker.errorShare': [0.001, 1],
  'breaker.minimumCalls': [1, 1_000_000],
  'breaker.openMs': [1, 3_600_000],
  'breaker.probes': [1, 1_000],
  'breaker.slowMs': [1, 600_000],
  'breaker.windowMs': [10, 3_600_000],
  'breaker.rampMs': [0, 3_600_000],
  'retry.attempts': [0, 10],
  'retry.budgetShare': [0, 1],
  'retry.budgetPerS': [0, 10_000],
  'rateLimit.perSecond': [0.001, 1_000_000],
  'rateLimit.burst': [1, 1_000_000],
} as const;

const number = (name: keyof typeof policyBounds) =>
  z.number().min(policyBounds[name][0]).max(policyBounds[name][1]).optional();
const count = (name: keyof typeof policyBounds) =>
  z.number().int().min(policyBounds[name][0]).max(policyBounds[name][1]).optional();

/** Bounds of a guarded call; what is absent is as the code says. The payload of a policy flag. */
export const PolicySettings = z.strictObject({
  mode: z.enum(['auto', 'observe', 'forced_open', 'forced_closed']).optional(),
  timeoutMs: number('timeoutMs'),
  /** For everything of one call together: retries, hedge and fallback. */
  deadlineMs: number('deadlineMs'),
  concurrency: count('concurrency'),
  queue: count('queue'),
  /** Lets the limit of concurrent calls follow the latency. */
  adaptive: z.boolean().optional(),
  breaker: z
    .strictObject({
      errorShare: number('breaker.errorShare'),
      minimumCalls: count('breaker.minimumCalls'),
      openMs: number('breaker.openMs'),
      probes: count('breaker.probes'),
      slowMs: number('breaker.slowMs'),
      windowMs: number('breaker.windowMs'),
      rampMs: number('breaker.rampMs'),
    })
    .optional(),
  retry: z
    .strictObject({
      attempts: count('retry.attempts'),
      budgetShare: number('retry.budgetShare'),
      budgetPerS: number('retry.budgetPerS'),
    })
    .optional(),
  /** Null: no hedge. */
  hedgeAfterMs: number('hedgeAfterMs').nullable(),
  /** Null: no limit. */
  rateLimit: z
    .strictObject({
      kind: z.enum(['token_bucket', 'sliding_window']),
      perSecond: z.number().min(0.001).max(1_000_000),
      burst: z.number().min(1).max(1_000_000),
    })
    .nullable()
    .optional(),
});
export type PolicySettings = z.infer<typeof PolicySettings>;

/** What is set over the code, by whom, why and until when. */
export const PolicyOverride = z.object({
  settings: PolicySettings,
  reason: z.string(),
  setBy: z.string(),
  setAt: z.iso.datetime(),
  /** When it is taken away by itself. */
  expiresAt: z.iso.datetime(),
  /** Instances move at once, however far it is. */
  confirmStep: z.boolean().optional(),
  /** How instances name it in their heartbeats: twelve hex digits of the SHA-256 of the flag's payload. */
  version: z.string().optional(),
});
export type PolicyOverride = z.infer<typeof PolicyOverride>;

/** The guarded calls of one service to one dependency. */
export const Policy = z.object({
  service: z.string(),
  dependency: z.string(),
  /** The flag that carries the override: `policy.<service>.<dependency>`. */
  flag: z.string(),
  /** Null: as the code says. */
  override: PolicyOverride.nullable(),
  /** The guards that it governs, by name, as the instances report them. */
  guards: z.array(z.string()),
  instances: z.number().int(),
});
export type Policy = z.infer<typeof Policy>;

export const PolicyList = z.object({ policies: z.array(Policy) });
export type PolicyList = z.infer<typeof PolicyList>;

/** `PUT /api/v1/policies/:service/:dependency`: replaces the whole override. */
export const PutPolicy = z.object({
  settings: PolicySettings,
  reason: z.string().trim().min(3, 'say in at least 3 characters why').max(500),
  /** Seconds until it is taken away by itself. */
  ttlS: z
    .number()
    .int()
    .min(10)
    .max(7 * 86_400),
  /** Allows a number to move by more than twice or less than half of what is in force. */
  confirmStep: z.boolean().optional(),
});
export type PutPolicy = z.infer<typeof PutPolicy>;

/** `DELETE /api/v1/policies/:service/:dependency`: back to what the code says. */
export const UnsetPolicy = z.object({
  reason: z.string().trim().min(3, 'say in at least 3 characters why').max(500),
});
export type UnsetPolicy = z.infer<typeof UnsetPolicy>;
