import { expect, test } from 'vitest';
import { applyEvents, emptyState, type FlagState } from './flag-state.ts';
import { overlaid, parseOverrideNews, takeNews } from './overrides.ts';
import type { WireFlag } from './wire.ts';

const flag = (name: string, enabled: boolean): WireFlag => ({ name, enabled, strategies: [] }) as never;
const hydrated = (state: FlagState, eventId: number, ...flags: WireFlag[]) =>
  applyEvents(state, [{ type: 'hydration', eventId, flags, segments: [], unreadable: [] }]).state;
const isOn = (state: FlagState, name: string) => overlaid(state).flags.get(name)?.value?.enabled;

const override = { id: 'one', flag: 'a', at: '2026-01-01T00:00:00.000Z' };
const known = hydrated(emptyState, 10, flag('a', true), flag('b', true));
const killed = takeNews(known, { open: [override], settled: [] });

test('an override turns its flag off and leaves the revision and the other flags alone', () => {
  expect([isOn(killed, 'a'), isOn(killed, 'b'), overlaid(killed).revision]).toEqual([false, true, 10]);
  expect(killed.flags).toBe(known.flags);
});

test('a flag that was never heard of is off, too', () => {
  expect(isOn(takeNews(known, { open: [{ ...override, flag: 'new' }], settled: [] }), 'new')).toBe(false);
});

test('neither a newer whole state nor a change of the flag ends it', () => {
  const whole = hydrated(killed, 20, flag('a', true));
  const changed = applyEvents(whole, [{ type: 'flag-updated', eventId: 21, flag: flag('a', true) }]).state;
  expect([isOn(whole, 'a'), isOn(changed, 'a')]).toEqual([false, false]);
});

test('a server that does not know of it does not end it', () => {
  expect(isOn(takeNews(killed, { open: [], settled: [{ id: 'another', revision: 1 }] }), 'a')).toBe(false);
});

test('it ends with the revision that contains the kill, not before, and does not come back', () => {
  const settled = takeNews(killed, { open: [], settled: [{ id: 'one', revision: 12 }] });
  expect(isOn(settled, 'a')).toBe(false);
  expect(isOn(hydrated(settled, 11, flag('a', true)), 'a')).toBe(false);
  const contained = hydrated(settled, 12, flag('a', false));
  expect([contained.overrides, isOn(contained, 'a')]).toEqual([[], false]);
  const restored = hydrated(contained, 13, flag('a', true));
  expect(isOn(takeNews(restored, { open: [override], settled: [] }), 'a')).toBe(true);
});

test('where the revision is held already it ends at once', () => {
  const later = hydrated(killed, 12, flag('a', false));
  expect(takeNews(later, { open: [], settled: [{ id: 'one', revision: 12 }] }).overrides).toEqual([]);
});

test('what is no override is left out, what is no news is refused', () => {
  const data = {
    overrides: [override, { id: 'x', flag: 'b', enabled: true }, null, {}],
    settled: [{ id: 1 }],
  };
  expect(parseOverrideNews(JSON.stringify(data))).toEqual({ open: [override], settled: [] });
  expect(() => parseOverrideNews('{}')).toThrow(TypeError);
  expect(() => parseOverrideNews('{')).toThrow(SyntaxError);
});
