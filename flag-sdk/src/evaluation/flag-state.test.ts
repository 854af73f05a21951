import { describe, expect, test } from 'vitest';
import { applyEvents, emptyState, type FlagState, flagsOf, segmentsOf } from './flag-state.ts';
import type { FlagEvent, WireFlag } from './wire.ts';

const flag = (name: string, enabled: boolean): WireFlag => ({ name, enabled, strategies: [] });
const whole = (eventId: number, ...flags: WireFlag[]): FlagEvent => ({
  type: 'hydration',
  eventId,
  flags,
  segments: [],
  unreadable: [],
});
const updated = (eventId: number, name: string, enabled: boolean): FlagEvent => ({
  type: 'flag-updated',
  eventId,
  flag: flag(name, enabled),
});
const removed = (eventId: number, name: string): FlagEvent => ({ type: 'flag-removed', eventId, name });

/** Name and state of each flag, to compare with. */
const seen = (state: FlagState) =>
  Object.fromEntries(flagsOf(state).map(({ name, enabled }) => [name, enabled]));
const after = (...events: FlagEvent[]) => applyEvents(emptyState, events);

describe('given, when, then', () => {
  test.each<[string, FlagEvent[], number, Record<string, boolean>, number]>([
    ['a whole state', [whole(5, flag('a', true))], 5, { a: true }, 0],
    ['a delta on it', [whole(5, flag('a', true)), updated(6, 'a', false)], 6, { a: false }, 0],
    ['a new flag', [whole(5), updated(6, 'a', true)], 6, { a: true }, 0],
    ['a removal', [whole(5, flag('a', true)), removed(6, 'a')], 6, {}, 0],
    ['a newer whole state', [whole(5, flag('a', true)), whole(7, flag('b', true))], 7, { b: true }, 0],
    ['the same whole state again', [whole(5, flag('a', true)), whole(5, flag('a', true))], 5, { a: true }, 0],
    ['an older whole state', [whole(5, flag('a', false)), whole(4, flag('a', true))], 5, { a: false }, 1],
    ['a delta before the base', [whole(5, flag('a', false)), updated(4, 'a', true)], 5, { a: false }, 1],
    ['an old delta of an unknown flag', [whole(5), updated(4, 'gone', true)], 5, {}, 1],
    [
      'an overtaken delta of another flag',
      [whole(5), updated(9, 'a', true), updated(8, 'b', true)],
      9,
      { a: true, b: true },
      0,
    ],
    [
      'an overtaken delta of the same flag',
      [whole(5), updated(9, 'a', false), updated(8, 'a', true)],
      9,
      { a: false },
      1,
    ],
    [
      'an update that arrives after the removal',
      [whole(5), removed(9, 'a'), updated(8, 'a', true)],
      9,
      {},
      1,
    ],
    [
      'a move between projects: removed and updated by one event',
      [whole(5, flag('a', true)), removed(6, 'a'), updated(6, 'a', false)],
      6,
      { a: false },
      0,
    ],
    [
      'a whole state amid deltas',
      [whole(5), updated(6, 'a', true), whole(8, flag('a', false)), updated(7, 'a', true)],
      8,
      { a: false },
      1,
    ],
  ])('%s', (_name, events, revision, flags, stale) => {
    const applied = after(...events);
    expect(applied.state.revision).toBe(revision);
    expect(seen(applied.state)).toEqual(flags);
    expect(applied.stale).toBe(stale);
  });
});

test('what is all stale changes nothing, not even the object', () => {
  const { state } = after(whole(5, flag('a', true)));
  const applied = applyEvents(state, [whole(3), updated(2, 'a', false)]);
  expect(applied).toEqual({ state, changed: false, stale: 2 });
  expect(applied.state).toBe(state);
});

test('the same whole state again is no change, another one of the same revision is', () => {
  const segment = { id: 1, constraints: [] };
  const told = { ...whole(5, flag('a', true)), segments: [segment] } as FlagEvent;
  const { state } = after(told);
  const again = (event: FlagEvent) => applyEvents(state, [structuredClone(event)]).changed;
  expect(again(told)).toBe(false);
  expect(again(whole(5, flag('a', true)))).toBe(true);
  expect(again({ ...told, flags: [flag('a', false)] } as FlagEvent)).toBe(true);
  expect(again({ ...told, flags: [] } as FlagEvent)).toBe(true);
  expect(again({ ...told, eventId: 6 } as FlagEvent)).toBe(true);
});

test('what was reached by deltas is no change when it comes whole, and old deltas are stale from then on', () => {
  const { state } = after(whole(5, flag('a', true)), updated(8, 'a', false), removed(9, 'b'));
  const confirmed = applyEvents(state, [whole(9, flag('a', false))]);
  expect(confirmed.changed).toBe(false);
  expect(applyEvents(confirmed.state, [updated(7, 'c', true)]).stale).toBe(1);
});

test('does not write to the state it was given', () => {
  const { state } = after(whole(5, flag('a', true)));
  applyEvents(state, [updated(6, 'a', false), updated(7, 'b', true)]);
  expect([state.revision, seen(state)]).toEqual([5, { a: true }]);
});

test('a flag that could not be read keeps what was known of it', () => {
  const { state } = after(whole(5, flag('a', false)));
  const next = applyEvents(state, [
    {
      type: 'hydration',
      eventId: 8,
      flags: [flag('b', true)],
      segments: [],
      unreadable: ['a', 'never-seen'],
    },
  ]);
  expect(seen(next.state)).toEqual({ a: false, b: true });
});

test('segments come and go like flags', () => {
  const segment = { id: 1, constraints: [] };
  const { state } = after(whole(5), { type: 'segment-updated', eventId: 6, segment });
  expect(segmentsOf(state)).toEqual([segment]);
  const gone = applyEvents(state, [{ type: 'segment-removed', eventId: 7, id: 1 }]);
  expect(segmentsOf(gone.state)).toEqual([]);
});

test('in whatever order deltas arrive, the newest of each flag wins', () => {
  const deltas = Array.from({ length: 40 }, (_, index) =>
    updated(10 + index, `flag-${index % 7}`, index % 2 === 0),
  );
  const expected = seen(applyEvents(after(whole(5)).state, deltas).state);
  for (let turn = 1; turn < 40; turn += 1) {
    const shuffled = [...deltas].sort(
      (left, right) => ((left.eventId * turn) % 41) - ((right.eventId * turn) % 41),
    );
    const { state } = applyEvents(after(whole(5)).state, shuffled);
    expect(seen(state)).toEqual(expected);
    expect(state.revision).toBe(49);
  }
});
