import { atRest } from '../domain/level/level-state.ts';
import type { Keeping } from '../domain/switch/keeping.ts';
import type { Kept } from './ports/store.ts';

/** The switch that there is. */
export const key = 'recommendations';
const place = { key, service: 'gateway', dependency: 'recommendation' };

/** One switch on a flag engine and a store in memory: as much of both as flipping and keeping it asks for. */
export function oneSwitch(now: number, keeping: Keeping | null) {
  const reach = { enabled: false, percent: 100 };
  let kept: Kept = { key, keeping, version: 1 };
  const write = (next: Keeping | null) => {
    kept = { key, keeping: next, version: kept.version + 1 };
  };
  const store = {
    catalogue: {
      listSwitches: async () => [place],
      findSwitch: async () => place,
      listLevels: async () => [],
    },
    keeping: {
      list: async () => new Map([[key, kept]]),
      find: async () => kept,
      put: async (_key: string, next: Keeping | null) => write(next),
      replace: async (_key: string, version: number, next: Keeping | null) => {
        if (version !== kept.version) return false;
        write(next);
        return true;
      },
    },
    changes: { listLastFlips: async () => new Map([[key, lastFlip()]]) },
    drills: { listLast: async () => new Map() },
    propagations: { list: async () => new Map() },
    incidents: { listUnresolved: async () => [] },
    intents: { insert: async () => undefined },
    audit: { record: async () => undefined },
    level: { lock: async () => undefined, read: async () => atRest, save: async () => undefined },
    signal: async () => undefined,
    transaction: async (work: (within: unknown) => Promise<unknown>) => {
      const before = kept;
      try {
        return await work(store);
      } catch (error) {
        kept = before;
        throw error;
      }
    },
  };
  const lastFlip = () => ({
    id: 'change-1',
    effect: reach.enabled ? 'restore' : 'kill',
    at: new Date(now).toISOString(),
    actor: 'ann@example.com',
    reason: 'too slow',
  });
  const engine = {
    listReach: async () => new Map([[key, { ...reach }]]),
    setEnabled: async (_key: string, enabled: boolean) => {
      reach.enabled = enabled;
    },
    setShare: async (_key: string, percent: number) => {
      reach.percent = percent;
    },
    flipTogether: async ([flip]: { enabled: boolean; percent?: number }[]) => {
      reach.enabled = flip!.enabled;
      reach.percent = flip!.percent ?? reach.percent;
    },
  };
  const author = { id: 1, name: 'ann@example.com', address: '::1' };
  const deps = {
    store,
    engine,
    author,
    tracker: { find: () => undefined },
    registry: { isSilent: () => false, find: () => undefined },
    ledger: { tell: async () => undefined },
    environment: 'production',
    revision: () => 1,
    now: () => now,
    authorOf: async () => author,
    push: async () => undefined,
    alertsOn: () => [],
    restoreStepMs: 60_000,
    watch: () => ({ state: 'ready' }),
  };
  return { deps, reach, engine, store, kept: () => kept };
}
