import { expect, it } from 'vitest';
import type { Heartbeat } from '../contract/instance.ts';
import { GuardHistory } from './guard-history.ts';

const place = { key: 'recommendations', service: 'gateway', dependency: 'recommendation' };
const beat = (outcomes: Record<string, number>, startedAt = '2026-01-01T00:00:00.000Z') =>
  ({
    instanceId: 'gateway-1',
    service: 'gateway',
    startedAt,
    guards: [{ name: 'recommendations', dependency: 'recommendation', outcomes }],
  }) as unknown as Heartbeat;

it('counts calls, errors and every answer of the fallback between two heartbeats', () => {
  const history = new GuardHistory();
  history.take(beat({ success: 100, failure: 10, fallback_served: 10 }), 0);
  history.take(beat({ success: 160, failure: 30, killed: 20, fallback_served: 50 }), 10_000);
  expect(history.countSince(place, 0)).toEqual([
    {
      id: 'gateway-1',
      service: 'gateway',
      overMs: 10_000,
      calls: 100,
      errors: 20,
      fallbackAnswers: 20,
      fallbackFailures: 0,
      served: 40,
    },
  ]);
});

it('counts from zero after a restart', () => {
  const history = new GuardHistory();
  history.take(beat({ success: 100, fallback_served: 9 }), 0);
  history.take(beat({ success: 5, fallback_served: 1 }, '2026-01-01T00:00:05.000Z'), 10_000);
  expect(history.countSince(place, 0)).toMatchObject([{ calls: 5, served: 1 }]);
});

it('forgets instances that are gone for good', () => {
  const history = new GuardHistory();
  history.take({ ...beat({ success: 1 }), instanceId: 'gateway-of-yesterday' }, 0);
  history.take(beat({ success: 1 }), 9 * 60_000);
  expect(history.countersOf(place, 0)).toHaveLength(2);
  history.take(beat({ success: 2 }), 13 * 60_000);
  expect(history.countersOf(place, 0).map(({ id }) => id)).toEqual(['gateway-1']);
});

it('dates the fallback of the guard that is named after the switch, not of others that make the same call', () => {
  const history = new GuardHistory();
  const browse = { key: 'catalog.browse', service: 'gateway', dependency: 'catalog' };
  const guards = (lists: number, products: number) => [
    { name: 'catalog.browse', dependency: 'catalog', outcomes: { fallback_served: lists } },
    { name: 'catalog.product', dependency: 'catalog', outcomes: { fallback_served: products } },
  ];
  const hear = (lists: number, products: number, at: number) =>
    history.take({ ...beat({}), guards: guards(lists, products) } as unknown as Heartbeat, at);
  hear(0, 0, 0);
  hear(0, 1, 10_000);
  expect(history.fallbackAt(browse)).toBeUndefined();
  expect(history.fallbackAt({ ...browse, key: 'catalog' })).toBe(10_000);
  hear(1, 1, 20_000);
  hear(1, 2, 30_000);
  expect(history.fallbackAt(browse)).toBe(20_000);
});
