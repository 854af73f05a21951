import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OpsError } from '../domain/ops-error.ts';
import { beginKill } from '../domain/switch/kill-term.ts';
import { DatabaseWatch } from './database-watch.ts';
import type { FlipDeps } from './flip-switch.ts';
import {
  type AnywayDeps,
  killAnyway,
  LastKnown,
  listSwitchesAnyway,
  restoreWithDatabase,
} from './kill-anyway.ts';
import { key, oneSwitch } from './switch-fixture.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');
const ann = { name: 'ann@example.com', role: 'responder', via: 'bearer' } as const;
const why = { reason: 'too slow' };
const longerThanAnybodyWaits = 60_000;

let watch: DatabaseWatch;
let outage: { kill: ReturnType<typeof vi.fn>; release: ReturnType<typeof vi.fn>; show: <T>(all: T) => T };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  watch = new DatabaseWatch({
    ping: () => new Promise(() => undefined),
    saysAway: () => false,
    onAway: () => undefined,
    onBack: () => undefined,
  });
  outage = { kill: vi.fn(async () => 'journaled'), release: vi.fn(), show: (all) => all };
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

function setUp(isKilled: boolean) {
  const one = oneSwitch(now, isKilled ? beginKill({ by: 'bob@example.com', reason: 'load' }, now) : null);
  one.reach.enabled = !isKilled;
  const deps = { ...one.deps, watch, outage, lastKnown: new LastKnown() } as unknown as FlipDeps & AnywayDeps;
  return { ...one, deps };
}

/** What never answers, until it is let go. */
function hang<Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { hung: (...args: Args) => promise.then(() => work(...args)), letGo: resolve };
}

it('a kill whose database hangs half way goes to the journal, and does no harm when it comes through later', async () => {
  const { deps, store, reach, kept } = setUp(false);
  const { hung, letGo } = hang(store.keeping.put);
  store.keeping.put = hung;
  const answer = killAnyway(deps, ann, key, why);
  await vi.advanceTimersByTimeAsync(1_500);
  expect((await answer).accepted).toBe('journaled');
  letGo();
  await expect.poll(() => reach.enabled).toBe(false);
  expect(kept().keeping).toMatchObject({ kind: 'killed', reason: 'too slow' });
  expect(outage.kill).toHaveBeenCalledTimes(1);
});

it('what is refused is no outage: nothing goes to the journal', async () => {
  const { deps, store } = setUp(false);
  store.catalogue.findSwitch = () => Promise.reject(new OpsError('switch.unknown', 'There is none.'));
  await expect(killAnyway(deps, ann, key, why)).rejects.toMatchObject({ code: 'switch.unknown' });
  expect(outage.kill).not.toHaveBeenCalled();
});

it('a restore whose database hangs is refused, and does not end overrides', async () => {
  const { deps, store } = setUp(true);
  store.keeping.replace = hang(store.keeping.replace).hung;
  const answer = restoreWithDatabase(deps, ann, key, { reason: 'fixed', confirmKey: key }).catch(
    ({ code }) => code,
  );
  await vi.advanceTimersByTimeAsync(longerThanAnybodyWaits);
  expect(await answer).toBe('database.away');
  expect(outage.release).not.toHaveBeenCalled();
});

it('shows what was last known, and when that was, while the database hangs', async () => {
  const { deps, store } = setUp(true);
  const before = await listSwitchesAnyway(deps);
  store.catalogue.listSwitches = hang(store.catalogue.listSwitches).hung;
  const shown = listSwitchesAnyway(deps);
  await vi.advanceTimersByTimeAsync(longerThanAnybodyWaits);
  expect(await shown).toEqual({ ...before, databaseAway: true, knownAt: '2026-01-01T00:00:00.000Z' });
});
