import { expect, it } from 'vitest';
import { beginKill, renewKill } from '../domain/switch/kill-term.ts';
import { oneSwitch } from './switch-fixture.ts';
import { type KeeperDeps, keepSwitches } from './switch-keeper.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const expired = beginKill({ by: 'ann@example.com', reason: 'too slow', expiresInS: 60 }, now - 61_000);

it('restores what has expired, from its first step', async () => {
  const { deps, reach, kept } = oneSwitch(now, expired);
  await keepSwitches(deps as unknown as KeeperDeps);
  expect(reach).toEqual({ enabled: true, percent: 5 });
  expect(kept().keeping).toMatchObject({ kind: 'restoring', begun: true });
});

it('a kill that is renewed while its expiry is looked at stays', async () => {
  const { deps, reach, store, kept } = oneSwitch(now, expired);
  const renewed = renewKill(expired, 3600, now);
  // The last thing that is read before the restore.
  store.catalogue.listLevels = async () => {
    await store.keeping.put('', renewed);
    return [];
  };
  await keepSwitches(deps as unknown as KeeperDeps);
  expect(reach.enabled).toBe(false);
  expect(kept().keeping).toEqual(renewed);
});
