import { expect, it } from 'vitest';
import { beginKill } from '../domain/switch/kill-term.ts';
import { beginRestore } from '../domain/switch/restore.ts';
import { type FlipDeps, killSwitch, restoreSwitch } from './flip-switch.ts';
import { enableAt } from './restore-steps.ts';
import { key, oneSwitch } from './switch-fixture.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const ann = { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const;

it('a kill that meets a restore before its first step ends that restore', async () => {
  const restore = beginRestore({ by: 'bob@example.com', reason: 'fixed', stepMs: 60_000 }, [], now);
  const { deps, reach, kept } = oneSwitch(now, restore);
  const flipDeps = deps as unknown as FlipDeps;
  await killSwitch(flipDeps, ann, key, { reason: 'still broken' });
  await enableAt(flipDeps, key, 5, deps.author);
  expect(reach.enabled).toBe(false);
  expect(kept().keeping).toMatchObject({ kind: 'killed', reason: 'still broken' });
});

it.each([true, false])(
  'a kill that comes before a restore has begun wins (immediate: %s)',
  async (immediate) => {
    const { deps, reach, store, kept } = oneSwitch(
      now,
      beginKill({ by: 'bob@example.com', reason: 'load' }, now),
    );
    const flipDeps = deps as unknown as FlipDeps;
    const again = beginKill({ by: 'ann@example.com', reason: 'still broken' }, now);
    store.intents.insert = async () => {
      await store.keeping.put('', again);
      return undefined;
    };
    const asked = { reason: 'fixed', confirmKey: key, immediate };
    await expect(restoreSwitch(flipDeps, ann, key, asked)).rejects.toMatchObject({
      code: 'switch.wrong_state',
    });
    expect([reach.enabled, kept().keeping]).toEqual([false, again]);
  },
);

it('a warning that is noted on the kill at the moment of its restore does not stop that restore', async () => {
  const kill = beginKill({ by: 'bob@example.com', reason: 'load' }, now);
  const { deps, reach, store } = oneSwitch(now, kill);
  const { insert } = store.intents;
  store.intents.insert = async () => {
    store.intents.insert = insert;
    await store.keeping.put('', { ...kill, warning: 'review_due' });
    return undefined;
  };
  await restoreSwitch(deps as unknown as FlipDeps, ann, key, { reason: 'fixed', confirmKey: key });
  expect(reach).toEqual({ enabled: true, percent: 5 });
});
