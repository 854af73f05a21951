import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { applyEvents, emptyState, type FlagState } from '../evaluation/flag-state.ts';
import { takeNews } from '../evaluation/overrides.ts';
import type { WireFlag } from '../evaluation/wire.ts';
import { EffectWatch } from './effect-watch.ts';

const totals = new Map<string, number>();
const effects = vi.fn();
let watch: EffectWatch;

beforeEach(() => {
  vi.useFakeTimers();
  totals.clear();
  effects.mockReset();
  watch = new EffectWatch({ totalOf: (flag) => totals.get(flag) ?? 0, onEffect: effects });
});
afterEach(() => {
  watch.close();
  vi.useRealTimers();
});

const flag = (name: string, enabled: boolean): WireFlag => ({ name, enabled, strategies: [] }) as never;
const hydrated = (eventId: number, ...flags: WireFlag[]) =>
  applyEvents(emptyState, [{ type: 'hydration', eventId, flags, segments: [], unreadable: [] }]).state;
const updated = (state: FlagState, eventId: number, changed: WireFlag) =>
  applyEvents(state, [{ type: 'flag-updated', eventId, flag: changed }]).state;
const ask = (name: string) => totals.set(name, (totals.get(name) ?? 0) + 1);

test('a change is effective once its flag was asked for, and that is told within some milliseconds', () => {
  ask('a');
  const before = hydrated(1, flag('a', true), flag('b', true));
  watch.changed(before);
  watch.changed(updated(before, 2, flag('a', false)));
  vi.advanceTimersByTime(100);
  expect([effects.mock.calls.length, watch.effective()]).toEqual([0, []]);
  ask('b');
  ask('a');
  vi.advanceTimersByTime(20);
  expect([effects.mock.calls.length, watch.effective()]).toEqual([1, [{ flag: 'a', revision: 2 }]]);
});

test('a flag that is asked for much later is seen with the next heartbeat', () => {
  const before = hydrated(1, flag('a', true));
  watch.changed(before);
  watch.changed(updated(before, 2, flag('a', false)));
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
  ask('a');
  expect(watch.effective()).toEqual([{ flag: 'a', revision: 2 }]);
});

test('a whole state in which nothing differs changes nothing', () => {
  watch.changed(hydrated(1, flag('a', true)));
  watch.changed(hydrated(7, flag('a', true)));
  ask('a');
  expect([watch.effective(), vi.getTimerCount()]).toEqual([[], 0]);
});

test('a newer change of the same flag waits anew', () => {
  const before = hydrated(1, flag('a', true));
  watch.changed(before);
  const killed = updated(before, 2, flag('a', false));
  watch.changed(killed);
  ask('a');
  vi.advanceTimersByTime(20);
  watch.changed(updated(killed, 3, flag('a', true)));
  expect(watch.effective()).toEqual([]);
  ask('a');
  expect(watch.effective()).toEqual([{ flag: 'a', revision: 3 }]);
});

test('the change that an override became is to be seen taking effect, too', () => {
  const before = hydrated(1, flag('a', false));
  const held = takeNews(before, { open: [{ id: 'one', flag: 'a', at: '' }], settled: [] });
  watch.changed(before);
  watch.changed(held);
  watch.changed(takeNews({ ...held, revision: 2 }, { open: [], settled: [{ id: 'one', revision: 2 }] }));
  ask('a');
  expect(watch.effective()).toEqual([{ flag: 'a', revision: 2 }]);
});
