import { seedAuthor } from '../adapters/postgres/flag-events.ts';
import { secrets } from '../adapters/secrets/secrets.ts';
import type { Flags } from '../adapters/unleash/open-flags.ts';
import { machineAuthor } from '../adapters/unleash/people.ts';
import type { Actor } from '../domain/access/actor.ts';
import { readSeed } from '../seed/seed-file.ts';
import { createRollout, type RolloutDeps } from '../services/rollouts.ts';
import { seedSystem } from '../services/seed-system.ts';
import type { Ground } from './ground.ts';

export async function seed(
  { config, store }: Ground,
  { engine }: Flags,
  rollouts: RolloutDeps,
): Promise<void> {
  if (config.seedFile === undefined) return;
  const seeder: Actor = { name: seedAuthor, role: 'admin', via: 'machine' };
  await seedSystem(
    {
      store,
      engine,
      secrets,
      author: machineAuthor(seedAuthor),
      createRollout: async (rollout) => void (await createRollout(rollouts, seeder, rollout)),
    },
    await readSeed(config.seedFile),
  );
}
