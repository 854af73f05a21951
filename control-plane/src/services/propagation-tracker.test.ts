import { beforeEach, expect, it } from 'vitest';
import { waitFor } from '../domain/propagation/propagation.ts';
import type { Confirmation } from './ports/store.ts';
import { PropagationTracker, type TrackerDeps } from './propagation-tracker.ts';

const acceptedAt = 1_000;
const ids = ['gateway-1', 'gateway-2'];

let isStoreThere: boolean;
let saved: Confirmation[];
let finished: string[];
let tracker: PropagationTracker;
/** Since when each instance holds the change, epoch milliseconds. */
let holds: Map<string, number>;

beforeEach(() => {
  [isStoreThere, saved, finished, holds] = [true, [], [], new Map()];
  const requireStore = () => {
    if (!isStoreThere) throw new Error('Postgres is away');
  };
  const store = {
    propagations: {
      saveConfirmations: async (some: Confirmation[]) => {
        requireStore();
        saved.push(...some);
      },
      finish: async (id: string) => {
        requireStore();
        finished.push(id);
        return true;
      },
    },
    changes: { find: async () => undefined },
    signal: async () => undefined,
    transaction: (work: (within: unknown) => Promise<unknown>) => work(store),
  };
  tracker = new PropagationTracker({
    store,
    registry: { find: (id: string) => instance(id) },
    revision: () => 2,
    now: () => acceptedAt,
    onProgress: () => undefined,
    onError: () => undefined,
  } as unknown as TrackerDeps);
  const change = { changeId: 'change-1', flag: 'recommendations', revision: 2, acceptedAt };
  tracker.follow(waitFor(change, ids.map(instance)));
});

function instance(id: string) {
  const appliedAt = holds.get(id);
  const revision = appliedAt === undefined ? 1 : 2;
  return { id, service: 'gateway', revision, appliedAt: appliedAt ?? 0, proof: 'heartbeat' as const };
}

function hear(id: string, at: number): void {
  holds.set(id, at);
  tracker.heard(id);
  tracker.find('change-1');
}

it('what could not be stored is stored once it can be, and the change is finished once', async () => {
  isStoreThere = false;
  hear('gateway-1', 1_040);
  await expect(tracker.flush()).rejects.toThrow('Postgres is away');
  hear('gateway-2', 1_060);
  await expect(tracker.flush()).rejects.toThrow('Postgres is away');
  isStoreThere = true;
  await tracker.flush();
  expect(saved.map(({ instanceId, confirmedMs }) => [instanceId, confirmedMs])).toEqual([
    ['gateway-1', 40],
    ['gateway-2', 60],
  ]);
  expect(finished).toEqual(['change-1']);
  await tracker.flush();
  expect([saved.length, finished.length]).toEqual([2, 1]);
});
