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
    deps.authorOf = async () => {
      await store.keeping.put('', again);
      return deps.author;
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
  const { authorOf } = deps;
  deps.authorOf = async () => {
    deps.authorOf = authorOf;
    await store.keeping.put('', { ...kill, warning: 'review_due' });
    return deps.author;
  };
  await restoreSwitch(deps as unknown as FlipDeps, ann, key, { reason: 'fixed', confirmKey: key });
  expect(reach).toEqual({ enabled: true, percent: 5 });
});

it('who wants everybody back at once gets it, though the clock has moved the stepwise restore at that moment', async () => {
  const restore = beginRestore({ by: 'bob@example.com', reason: 'fixed', stepMs: 60_000 }, [], now);
  const { deps, reach, store, kept } = oneSwitch(now, restore);
  Object.assign(reach, { enabled: true, percent: 5 });
  const { authorOf } = deps;
  deps.authorOf = async () => {
    deps.authorOf = authorOf;
    await store.keeping.put('', { ...restore, begun: true });
    return deps.author;
  };
  const asked = { reason: 'sure', confirmKey: key, immediate: true };
  await restoreSwitch(deps as unknown as FlipDeps, ann, key, asked);
  expect([reach, kept().keeping]).toEqual([{ enabled: true, percent: 100 }, null]);
});

it('a restore that never wins gives up, and leaves no reason behind for what others do', async () => {
  const kill = beginKill({ by: 'bob@example.com', reason: 'load' }, now);
  const { deps, reach, store } = oneSwitch(now, kill);
  let tries = 0;
  deps.authorOf = async () => {
    tries += 1;
    if (tries > 20) throw new Error('still trying');
    await store.keeping.put('', { ...kill, warning: 'review_due' });
    return deps.author;
  };
  const reasons: unknown[] = [];
  store.intents.insert = async () => void reasons.push('fixed');
  const asked = { reason: 'fixed', confirmKey: key };
  await expect(restoreSwitch(deps as unknown as FlipDeps, ann, key, asked)).rejects.toMatchObject({
    code: 'switch.wrong_state',
  });
  expect([reach.enabled, reasons, tries]).toEqual([false, [], 3]);
});
