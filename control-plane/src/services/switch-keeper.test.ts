import { expect, it } from 'vitest';
import { beginKill, renewKill } from '../domain/switch/kill-term.ts';
import { beginRestore } from '../domain/switch/restore.ts';
import { type FlipDeps, killSwitch } from './flip-switch.ts';
import { key, oneSwitch } from './switch-fixture.ts';
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

const minuteAgo = now - 60_000;
const standing = beginKill({ by: 'ann@example.com', reason: 'too slow' }, minuteAgo);
const restoreAt = (at: number, actor: string, reason: string | null) => ({
  ...{ id: 'change-2', effect: 'restore', at: new Date(at).toISOString(), actor, reason },
});

it.each([
  ['a restore of ours that it had overtaken', restoreAt(minuteAgo + 50, 'bob@example.com', 'fixed')],
  ['it was cut off itself, before its flag was off', restoreAt(minuteAgo - 1, 'bob@example.com', 'fixed')],
])('a kill holds after a crash that has left its flag on: %s', async (_case, flip) => {
  const { deps, store, reach, kept } = oneSwitch(now, standing);
  reach.enabled = true;
  Object.assign(store.changes, { listLastFlips: async () => new Map([[key, flip]]) });
  await keepSwitches(deps as unknown as KeeperDeps);
  expect(reach.enabled).toBe(false);
  expect(kept().keeping).toEqual(standing);
});

it.each([
  ['somebody', restoreAt(minuteAgo + 50, 'eve@example.com', null)],
  ['who killed it', restoreAt(minuteAgo + 50, 'ann@example.com', 'too slow')],
])('%s who enables the flag in the flag engine itself has restored it', async (_case, flip) => {
  const { deps, store, reach, kept } = oneSwitch(now, standing);
  reach.enabled = true;
  Object.assign(store.changes, { listLastFlips: async () => new Map([[key, flip]]) });
  await keepSwitches(deps as unknown as KeeperDeps);
  expect([reach.enabled, kept().keeping]).toEqual([true, null]);
});

it.each([
  ['in the flag engine itself, by another', restoreAt(minuteAgo - 86_400_000, 'eve@example.com', null)],
  ['a moment ago, by another', restoreAt(minuteAgo - 100, 'eve@example.com', null)],
  ['by the same person for the same reason', restoreAt(minuteAgo - 1, 'ann@example.com', 'too slow')],
])('a kill that a crash cut off holds where the flag was enabled before it: %s', async (_case, flip) => {
  const { deps, store, engine, reach, kept } = oneSwitch(now, null);
  reach.enabled = true;
  Object.assign(store.changes, { listLastFlips: async () => new Map([[key, flip]]) });
  const { setEnabled } = engine;
  engine.setEnabled = () => Promise.reject(new Error('crash'));
  const atThatTime = { ...deps, now: () => minuteAgo } as unknown as FlipDeps;
  const ann = { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const;
  await expect(killSwitch(atThatTime, ann, key, { reason: 'too slow' })).rejects.toThrow('crash');
  engine.setEnabled = setEnabled;
  await keepSwitches(deps as unknown as KeeperDeps);
  expect([reach.enabled, kept().keeping]).toMatchObject([false, { kind: 'killed', reason: 'too slow' }]);
});

it('a restore that begins while a left-over kill is looked at is not overruled', async () => {
  const { deps, store, reach, kept } = oneSwitch(now, standing);
  reach.enabled = true;
  const restoring = beginRestore({ by: 'bob@example.com', reason: 'fixed', stepMs: 60_000 }, [], now);
  Object.assign(store.changes, {
    listLastFlips: async () => {
      await store.keeping.put('', restoring);
      return new Map([[key, restoreAt(minuteAgo - 1, 'bob@example.com', 'fixed')]]);
    },
  });
  await keepSwitches(deps as unknown as KeeperDeps);
  expect([reach.enabled, kept().keeping]).toEqual([true, restoring]);
});
