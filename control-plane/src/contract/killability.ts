import { z } from 'zod';

/** Why an instance could not be killed at once right now, from the gravest to the mildest. */
export const UnkillableReason = z.enum([
  /** Not heard of: it would not get the kill. */
  'silent',
  /** It holds a revision that this server never gave, so it takes nothing from it: its database was reset. */
  'ahead',
  /** It serves from its disk copy, or from nothing: it has no connection. */
  'on_backup',
  /** It has had time to take the newest revision, and holds an older one. */
  'behind',
  /** It polls: it would follow with its next poll, not at once. */
  'polls_slowly',
  /** A client that does not report: what is sent to it is known, what it holds is not. */
  'no_proof',
]);
export type UnkillableReason = z.infer<typeof UnkillableReason>;

/** An instance that could not be killed at once right now. */
export const UnkillableInstance = z.object({
  id: z.string(),
  service: z.string(),
  reason: UnkillableReason,
  /** A sentence for a person: what is wrong and what to do. */
  detail: z.string(),
  lastSeenAt: z.iso.datetime(),
});
export type UnkillableInstance = z.infer<typeof UnkillableInstance>;

/** How well one switch could be killed right now. */
export const SwitchKillability = z.object({
  key: z.string(),
  service: z.string(),
  /** Running instances of the services that use it. */
  instances: z.number().int(),
  /** Ids of those that could not be killed at once. */
  unkillable: z.array(z.string()),
  /** Nobody that runs has asked for it: a kill would change nothing. */
  unused: z.boolean(),
});
export type SwitchKillability = z.infer<typeof SwitchKillability>;

/** Who could not be killed right now, known before any incident: `GET /api/v1/killability`. */
export const Killability = z.object({
  at: z.iso.datetime(),
  revision: z.number().int(),
  /** `journal`: Postgres is away; a kill is kept in the journal and pushed, a restore is refused. */
  path: z.enum(['database', 'journal']),
  /** Kills in the journal that are not in Postgres yet. */
  journaled: z.number().int(),
  instances: z.number().int(),
  killable: z.number().int(),
  unkillable: z.array(UnkillableInstance),
  switches: z.array(SwitchKillability),
});
export type Killability = z.infer<typeof Killability>;
