import { expect, it } from 'vitest';
import { beginKill } from '../domain/switch/kill-term.ts';
import { type WatchDeps, watchDrills } from './drills.ts';
import type { DrillRecord } from './ports/store.ts';
import { key, oneSwitch } from './switch-fixture.ts';

const now = Date.parse('2026-01-01T00:01:00.000Z');
const endsAt = new Date(now).toISOString();

/** A switch with a drill whose time is over. */
function drilled() {
  const one = oneSwitch(now, { kind: 'drill', id: 'drill-1', endsAt });
  Object.assign(one.reach, { enabled: true, percent: 99 });
  const drill = { id: 'drill-1', key, startedBy: 'ann@example.com', endsAt, endedAt: null, verdict: null };
  let record = { drill, base: {} } as DrillRecord;
  Object.assign(one.store.drills, {
    listOpen: async () => [record],
    save: async (next: DrillRecord) => {
      record = next;
    },
  });
  const watch = () => watchDrills(one.deps as unknown as WatchDeps);
  return { ...one, watch, drill: () => record.drill };
}

it('gives everybody the feature again at its end', async () => {
  const { watch, reach, kept, drill } = drilled();
  await watch();
  expect([reach, kept().keeping]).toEqual([{ enabled: true, percent: 100 }, null]);
  expect(drill()).toMatchObject({ endedAt: endsAt, verdict: null });
});

it('leaves a switch alone that was killed, and let back in part, at the moment of its end', async () => {
  const { watch, store, reach, kept } = drilled();
  const killed = beginKill({ by: 'bob@example.com', reason: 'broken' }, now);
  store.incidents.listUnresolved = async () => {
    await store.keeping.put('', killed);
    Object.assign(reach, { enabled: false, percent: 5 });
    return [];
  };
  await watch();
  expect([reach, kept().keeping]).toEqual([{ enabled: false, percent: 5 }, killed]);
  await watch();
  expect(reach.percent).toBe(5);
});

it('a crash before the share is back leaves what the keeper takes there', async () => {
  const { watch, engine, kept } = drilled();
  engine.setShare = () => Promise.reject(new Error('crash'));
  await expect(watch()).rejects.toThrow('crash');
  expect(kept().keeping).toMatchObject({ kind: 'restoring', begun: true, step: 3 });
});

it('an end that could not be stored is stored by the next look, as the end that it was', async () => {
  const { watch, store, reach, drill } = drilled();
  const drills = store.drills as unknown as { save(record: DrillRecord): Promise<void> };
  const { save } = drills;
  drills.save = () => Promise.reject(new Error('connection lost'));
  await expect(watch()).rejects.toThrow('connection lost');
  drills.save = save;
  await watch();
  expect(drill()).toMatchObject({ endedAt: endsAt, verdict: null });
  expect(reach.percent).toBe(100);
});
