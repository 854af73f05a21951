import type { Seed } from '../seed/seed-file.ts';
import type { Secrets } from './access.ts';
import type { FlagAuthor, FlagEngine } from './ports/flag-engine.ts';
import type { StoreWithTransactions } from './ports/store.ts';

/** What seeding needs. */
export interface SeedDeps {
  store: StoreWithTransactions;
  engine: FlagEngine;
  secrets: Secrets;
  author: FlagAuthor;
  createRollout(rollout: Seed['rollouts'][number]): Promise<void>;
}

/** Brings people and the catalogue up to the seed; flags and rollouts that exist are left as people have set them. */
export async function seedSystem(deps: SeedDeps, seed: Seed): Promise<void> {
  for (const user of seed.users) await seedUser(deps, user);
  for (const [position, entry] of seed.switches.entries()) {
    await deps.store.catalogue.saveSwitch(entry, position);
    await createMissing(deps, { key: entry.key, title: entry.title, type: 'kill-switch' }, true);
  }
  for (const level of seed.levels) await deps.store.catalogue.saveLevel(level);
  for (const { service, enabled, ...flag } of seed.flags) {
    await deps.store.catalogue.saveFlag({ key: flag.key, title: flag.title, service });
    await createMissing(deps, { ...flag, type: 'release' }, enabled);
  }
  const planned = new Set((await deps.store.rollouts.list()).map(({ plan }) => plan.flag));
  for (const rollout of seed.rollouts) {
    if (!planned.has(rollout.flag)) await deps.createRollout(rollout);
  }
}

async function seedUser({ store, secrets }: SeedDeps, user: Seed['users'][number]): Promise<void> {
  const { password, ...person } = user;
  const known = await store.people.findUser(user.email);
  const keepsPassword = known !== undefined && (await secrets.verifyPassword(known.passwordHash, password));
  const passwordHash = keepsPassword ? known.passwordHash : await secrets.hashPassword(password);
  await store.people.saveUser({ ...person, passwordHash });
}

type NewFlag = Parameters<FlagEngine['create']>[0];

async function createMissing({ engine, author }: SeedDeps, flag: NewFlag, isEnabled: boolean): Promise<void> {
  if ((await engine.find(flag.key)) === undefined) await engine.create(flag, author);
  // Asked again: a start that was cut off may have created the flag and not enabled it.
  const found = await engine.find(flag.key);
  if (isEnabled && found?.isTouched === false) await engine.setEnabled(flag.key, true, author);
}
