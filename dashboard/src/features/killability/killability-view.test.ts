import type { Killability } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { hindrance, journalText, killabilityView } from './killability-view.ts';

const at = '2026-11-21T03:00:00.000Z';
const now = Date.parse(at);
const given = (more: Partial<Killability> = {}): Killability => ({
  at,
  revision: 12,
  path: 'database',
  journaled: 0,
  instances: 7,
  killable: 7,
  unkillable: [],
  switches: [{ key: 'recommendations', service: 'gateway', instances: 2, unkillable: [], unused: false }],
  ...more,
});
const unkillable = (id: string, reason: Killability['unkillable'][number]['reason']) => ({
  id,
  service: 'gateway',
  reason,
  detail: `${id} is ${reason}.`,
  lastSeenAt: at,
});

test('the figure says how many could be killed now', () => {
  expect(killabilityView(given(), now)).toEqual({
    mark: 'ok',
    text: '7/7 can be killed now',
    unkillable: [],
  });
  expect(killabilityView(given({ instances: 0, killable: 0 }), now).mark).toBe('unknown');
});

test('who cannot be killed is named with the reason, the gravest first', () => {
  const view = killabilityView(
    given({ killable: 5, unkillable: [unkillable('a', 'no_proof'), unkillable('b', 'silent')] }),
    now,
  );
  expect(view.mark).toBe('partial');
  expect(view.unkillable.map(({ id, detail }) => `${id}: ${detail}`)).toEqual([
    'b: b is silent.',
    'a: a is no_proof.',
  ]);
});

test('a time in a reason is written as everywhere else', () => {
  const one = { ...unkillable('a', 'silent'), detail: 'Not heard of since 2026-11-21T02:59:31.204Z.' };
  expect(killabilityView(given({ unkillable: [one] }), now).unkillable[0]?.detail).toBe(
    'Not heard of since 02:59:31Z.',
  );
});

test('a switch says what stands in the way of its kill', () => {
  const one = given().switches[0]!;
  const say = (more: Partial<typeof one>) => hindrance(given({ switches: [{ ...one, ...more }] }), one.key);
  expect(say({})).toBeNull();
  expect(say({ unkillable: ['gateway-2'] })).toBe('Not to be killed at once: gateway-2');
  expect(say({ unused: true })).toMatch(/nothing/);
  expect(hindrance(undefined, one.key)).toBeNull();
});

test('while the database is away kills still work, and the page says how', () => {
  expect(journalText(given())).toBeNull();
  expect(journalText(given({ path: 'journal', journaled: 1 }))).toMatch(/Kills still work.*1 kill kept/);
});
