import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Role } from '../contract/access.ts';
import { LevelId } from '../contract/level.ts';
import { CreateRollout } from '../contract/rollout.ts';
import { Tier } from '../contract/switch.ts';

const Key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,98}$/, 'a key is lower-case letters, digits, dots and dashes');

/** What a fresh system begins with: people, switches, flags and planned rollouts. */
export const Seed = z.object({
  users: z
    .array(
      z.object({
        email: z.email().transform((email) => email.toLowerCase()),
        name: z.string().min(1),
        role: Role,
        password: z.string().min(8),
      }),
    )
    .default([]),
  switches: z
    .array(
      z.object({
        key: Key,
        title: z.string().min(1),
        sheds: z.string().default(''),
        fallback: z.string().default(''),
        owner: z.string().default(''),
        service: z.string().min(1),
        dependency: z.string().default(''),
        runbook: z.string().default(''),
        tier: Tier.default(3),
        dependents: z.array(z.string().min(1)).default([]),
        expectedEffect: z.string().default(''),
      }),
    )
    .default([]),
  levels: z
    .array(
      z.object({
        id: LevelId.exclude(['L0'], 'a level is L1 to L5: at L0 nothing is shed'),
        title: z.string().min(1),
        sheds: z.string().default(''),
        adds: z.array(Key),
      }),
    )
    .default([]),
  flags: z
    .array(
      z.object({
        key: Key,
        title: z.string().min(1),
        service: z.string().min(1),
        enabled: z.boolean().default(false),
        percent: z.number().min(0).max(100).default(100),
      }),
    )
    .default([]),
  rollouts: z.array(CreateRollout).default([]),
});
export type Seed = z.infer<typeof Seed>;

/** The seed file cannot be used; the message names the file and what is wrong with it. */
export class SeedError extends Error {
  readonly code = 'seed_invalid';
}

/** Reads and checks the seed file; throws {@link SeedError}. */
export async function readSeed(file: string): Promise<Seed> {
  try {
    return Seed.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : String(cause);
    throw new SeedError(`BREAKWATER_SEED_FILE ${file} cannot be used: ${what}`, { cause });
  }
}
