import { PayloadType } from 'unleash-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FlagStore } from '../evaluation/flag-store.ts';
import { PolicyFlags } from './policy-flags.ts';
import { PolicyLayers } from './policy-layers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const flagOf = (payload: object, enabled = true, dependency = 'catalog') => ({
  name: `policy.gateway.${dependency}`,
  type: 'operational',
  project: 'default',
  stale: false,
  impressionData: false,
  enabled,
  strategies: [{ name: 'default', parameters: {}, constraints: [] }],
  variants: [
    { name: 'policy', weight: 1_000, payload: { type: PayloadType.JSON, value: JSON.stringify(payload) } },
  ],
});

const tuned = () => {
  const store = new FlagStore();
  const changes: string[] = [];
  const errors: string[] = [];
  const flags = new PolicyFlags({
    service: 'gateway',
    store,
    stepMs: 10_000,
    changed: ({ name }, change) => changes.push(`${name} ${change}`),
    error: ({ code, message }) => errors.push(`${code}: ${message}`),
  });
  let revision = 1;
  const declare = (name: string, dependency = 'catalog') => {
    const layers = new PolicyLayers(name, { timeoutMs: 100, concurrency: 10 }, () => {});
    flags.add({ name, dependency, layers });
    return layers;
  };
  const set = (payload: object, ...rest: [boolean?, string?]) => {
    revision += 1;
    store.apply([{ type: 'flag-updated', eventId: revision, flag: flagOf(payload, ...rest) }], 'stream');
  };
  const connect = (...payloads: object[]) =>
    store.apply(
      [
        {
          type: 'hydration',
          eventId: revision,
          flags: payloads.map((one) => flagOf(one)),
          segments: [],
          unreadable: [],
        },
      ],
      'stream',
    );
  return { store, flags, changes, errors, declare, set, connect };
};

test('a policy flag tunes every guard of that dependency in this service, and no other', () => {
  const { declare, set, connect, changes } = tuned();
  const [list, product, other] = [
    declare('catalog.list'),
    declare('catalog.product'),
    declare('order.place', 'order'),
  ];
  connect();
  set({ timeoutMs: 150 });
  expect([list, product, other].map(({ policy }) => policy.timeoutMs)).toEqual([150, 150, 100]);
  expect(changes).toEqual(['catalog.list applied', 'catalog.product applied']);
});

test('a guard that is declared later finds the policy, and takes it whole as it is the first', () => {
  const { declare, connect, errors } = tuned();
  connect({ timeoutMs: 2_000 });
  expect(declare('catalog.list').policy.timeoutMs).toBe(2_000);
  expect(errors).toEqual([]);
});

test('a guard that is declared before anything is known takes the first state whole', () => {
  const { declare, connect } = tuned();
  const layers = declare('catalog.list');
  connect({ timeoutMs: 2_000 });
  expect(layers.policy.timeoutMs).toBe(2_000);
});

test('a flag that is disabled says nothing', () => {
  const { declare, set, connect, changes } = tuned();
  const layers = declare('catalog.list');
  connect();
  set({ timeoutMs: 150 });
  set({ timeoutMs: 150 }, false);
  expect(layers.policy.timeoutMs).toBe(100);
  expect(changes).toEqual(['catalog.list applied', 'catalog.list removed']);
});

test('a refused policy is told once, with the flag, the guard and the reason', () => {
  const { declare, set, connect, changes, errors } = tuned();
  const layers = declare('catalog.list');
  connect();
  set({ timeoutMs: 0 });
  set({ timeoutMs: 0 });
  expect(layers.policy.timeoutMs).toBe(100);
  expect(changes).toEqual(['catalog.list refused']);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(
    /^GUARD_POLICY_REFUSED: .*policy\.gateway\.catalog.*catalog\.list.*timeoutMs should be/,
  );
});

test('a large change goes on by itself, a step every so often, until it is whole', async () => {
  const { declare, set, connect, changes, errors } = tuned();
  const layers = declare('catalog.list');
  connect();
  set({ timeoutMs: 700 });
  expect(layers.policy.timeoutMs).toBe(200);
  expect(errors[0]).toMatch(/^GUARD_POLICY_STEPPED/);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(layers.policy.timeoutMs).toBe(400);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(layers.policy.timeoutMs).toBe(700);
  expect(changes).toEqual(['catalog.list stepped', 'catalog.list applied']);
  expect(vi.getTimerCount()).toBe(0);
});

test('closed, it takes no more steps', () => {
  const { declare, set, connect, flags } = tuned();
  declare('catalog.list');
  connect();
  set({ timeoutMs: 700 });
  flags.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('a malformed flag tunes nothing, and keeps nobody from the rest of its revision', () => {
  const { declare, store } = tuned();
  const layers = declare('catalog.list');
  const strategies = [{ name: 'default', parameters: {}, constraints: [], variants: [null as never] }];
  const flag = { ...flagOf({}), strategies, variants: [] };
  const after: number[] = [];
  store.watch({ revision: ({ revision }) => after.push(revision) });
  store.apply([{ type: 'flag-updated', eventId: 2, flag }], 'stream');
  expect(layers.policy.timeoutMs).toBe(100);
  expect(after).toEqual([2]);
});
