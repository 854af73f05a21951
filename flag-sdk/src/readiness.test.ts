import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyState } from './evaluation/flag-state.ts';
import { FlagStore } from './evaluation/flag-store.ts';
import { Readiness } from './readiness.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What `ready()` has given so far. */
const watched = (timeoutMs = 1_000) => {
  const store = new FlagStore();
  const readiness = new Readiness(store, timeoutMs);
  const seen: string[] = [];
  void readiness.promise.then((source) => seen.push(source));
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    return seen;
  };
  return { store, readiness, pass };
};

test('waits for a live state', async () => {
  const { store, pass } = watched();
  expect(await pass(999)).toEqual([]);
  store.apply([{ type: 'hydration', eventId: 1, flags: [], segments: [], unreadable: [] }], 'stream');
  expect(await pass(0)).toEqual(['stream']);
});

test('with a backup it waits no longer than until the control plane is known to be away', async () => {
  const { store, readiness, pass } = watched();
  store.restore({ ...emptyState, revision: 5 });
  expect(await pass(0)).toEqual([]);
  readiness.unreachable();
  expect(await pass(0)).toEqual(['backup']);
});

test('without a backup it gives the control plane the whole time', async () => {
  const { readiness, pass } = watched();
  readiness.unreachable();
  expect(await pass(999)).toEqual([]);
  expect(await pass(1)).toEqual(['none']);
});
