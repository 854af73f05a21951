import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FlagClient, FlagSdkError, Guard } from '../src/index.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { startClient, until } from './fixture.ts';

/** Policies on their whole way: set at a real control plane, in force in the guards of running clients. */

const path = '/api/v1/policies/gateway/catalog';
const flag = 'policy.gateway.catalog';
let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane();
});
afterAll(() => controlPlane?.stop());
beforeEach(async () => {
  await controlPlane.ask('DELETE', path, { reason: 'begin afresh' });
});

interface Instance {
  readonly client: FlagClient;
  readonly errors: FlagSdkError[];
  readonly guard: Guard<[string], string>;
  readonly world: { isDown: boolean };
}

/** An instance of the gateway with a guarded call to the catalog. */
const startInstance = async (instanceId: string): Promise<Instance> => {
  const { client, errors } = await startClient(controlPlane, { instanceId });
  const world = { isDown: false };
  const guard = client.guard('catalog.product', {
    dependency: 'catalog',
    timeoutMs: 500,
    concurrency: 16,
    idempotent: true,
    breaker: { minimumCalls: 2 },
    run: async (_signal, id: string) => {
      if (world.isDown) throw new Error('down');
      return `product ${id}`;
    },
    fallback: [
      { kind: 'last_good', keyOf: (id) => id, maxAgeMs: 60_000 },
      { kind: 'default', value: 'no product' },
    ],
  });
  await client.ready();
  return { client, errors, guard, world };
};

const set = (settings: object, more: object = {}) =>
  controlPlane.ask('PUT', path, { settings, reason: 'slow today', ttlS: 600, ...more });

/** Writes a payload past the rules of the server, as somebody with rights at Unleash can. */
const force = async (payload: object) => {
  const variants = [
    {
      name: 'policy',
      weight: 1000,
      weightType: 'variable',
      stickiness: 'default',
      payload: { type: 'json', value: JSON.stringify(payload) },
    },
  ];
  const strategies = `/unleash/api/admin/projects/default/features/${flag}/environments/production/strategies`;
  const { body } = await controlPlane.ask('GET', strategies);
  const { id, ...strategy } = body[0];
  const { status, body: answer } = await controlPlane.ask('PUT', `${strategies}/${id}`, {
    ...strategy,
    variants,
  });
  expect(status, JSON.stringify(answer)).toBe(200);
};

/** The guard of an instance as its heartbeat told the control plane. */
const told = async (instanceId: string) => {
  const { body } = await controlPlane.ask('GET', '/api/v1/instances');
  const instance = body.instances.find((one: { instanceId: string }) => one.instanceId === instanceId);
  return instance?.guards[0];
};

test('a policy that is set reaches the guards that run, and their heartbeats say which one is in force', async () => {
  const instances = [await startInstance('gateway-1'), await startInstance('gateway-2')];
  const { status, body } = await set({
    timeoutMs: 300,
    concurrency: 8,
    rateLimit: { kind: 'token_bucket', perSecond: 50, burst: 10 },
    retry: { attempts: 2 },
    hedgeAfterMs: 100,
  });
  expect(status).toBe(200);
  for (const { guard } of instances) {
    await until(() => guard.policy().timeoutMs === 300);
    expect(guard.policy()).toMatchObject({
      concurrency: 8,
      rateLimit: { kind: 'token_bucket', perSecond: 50, burst: 10 },
      retry: { attempts: 2, budgetShare: 0.2 },
      hedgeAfterMs: 100,
      breaker: { minimumCalls: 2 },
    });
    expect(guard.state().bulkhead.limit).toBe(8);
  }
  for (const id of ['gateway-1', 'gateway-2']) {
    await until(async () => (await told(id))?.policy?.version === body.override.version);
    expect(await told(id)).toMatchObject({ mode: 'auto', policy: { source: 'flag', refused: null } });
  }
});

test('a rate limit that is set holds from the next call on, and the limited calls get their last good answers', async () => {
  const { guard } = await startInstance('gateway-1');
  await guard('kettle');
  await set({ rateLimit: { kind: 'sliding_window', perSecond: 0.01, burst: 1 } });
  await until(() => guard.policy().rateLimit !== null);
  expect(await guard('kettle')).toMatchObject({ degraded: false });
  expect(await guard('kettle')).toMatchObject({
    value: 'product kettle',
    degraded: true,
    outcome: 'rate_limited',
    answeredBy: 'last_good',
    ageMs: expect.any(Number),
  });
});

test('a breaker that opened stays the business of its own instance; a word of a person goes to all', async () => {
  const [one, other] = [await startInstance('gateway-1'), await startInstance('gateway-2')];
  one.world.isDown = true;
  for (let call = 0; call < 3; call += 1) await one.guard('kettle');
  expect(one.guard.state().breaker).toBe('open');
  expect(other.guard.state().breaker).toBe('closed');
  await set({ mode: 'forced_open' });
  for (const { guard } of [one, other]) {
    await until(() => guard.state().breaker === 'forced_open');
    expect(await guard('lamp')).toMatchObject({ outcome: 'breaker_open', answeredBy: 'default' });
  }
  await controlPlane.ask('DELETE', path, { reason: 'it is well again' });
  await until(() => [one, other].every(({ guard }) => guard.state().breaker === 'closed'));
  expect(other.client.policy('catalog.product')).toMatchObject({ source: 'code', version: null });
});

describe('what is out of bounds', () => {
  test('is refused by the server, and nothing changes', async () => {
    const { guard } = await startInstance('gateway-1');
    for (const [settings, status] of [
      [{ timeoutMs: 0 }, 400],
      [{ concurrency: 1.5 }, 400],
      [{ rateLimit: { kind: 'leaky', perSecond: 1, burst: 1 } }, 400],
      [{ timeoutMs: 500, deadlineMs: 400 }, 422],
      [{ timeoutMs: 500, breaker: { openMs: 700 } }, 422],
    ] as const) {
      expect([settings, (await set(settings)).status]).toEqual([settings, status]);
    }
    expect(guard.policy().timeoutMs).toBe(500);
  });

  test('forced past the server, it is refused by the SDK, which keeps the last good policy and says so', async () => {
    const { guard, client, errors } = await startInstance('gateway-1');
    await set({ timeoutMs: 300 });
    await until(() => guard.policy().timeoutMs === 300);
    await force({ timeoutMs: 300, breaker: { openMs: 100 } });
    await until(() => errors.some(({ code }) => code === 'GUARD_POLICY_REFUSED'));
    expect(guard.policy()).toMatchObject({ timeoutMs: 300, breaker: { openMs: 5_000 } });
    expect(await guard('kettle')).toMatchObject({ degraded: false });
    const refused = expect.stringContaining('breaker.openMs should be at least twice timeoutMs');
    expect(client.policy('catalog.product')).toMatchObject({ source: 'flag', refused });
    await until(async () => (await told('gateway-1'))?.policy?.refused);
    expect((await told('gateway-1')).policy).toMatchObject({ source: 'flag', refused });
  });
});

test('a number that moves further than by twice goes step by step, unless that is confirmed', async () => {
  const { guard, client } = await startInstance('gateway-1');
  const seen: (number | null)[] = [];
  client.on('policy', ({ policy }) => seen.push(policy.timeoutMs));
  await set({ timeoutMs: 400 });
  await until(() => guard.policy().timeoutMs === 400);
  expect((await set({ timeoutMs: 1_700 })).status).toBe(409);
  await force({ timeoutMs: 1_700 });
  await until(() => guard.policy().timeoutMs === 1_700);
  expect((await set({ timeoutMs: 500 }, { confirmStep: true })).status).toBe(200);
  await until(() => guard.policy().timeoutMs === 500);
  expect(seen.slice(0, 2)).toEqual([400, 800]);
  expect(seen.at(-1)).toBe(500);
  expect(seen).not.toContain(850);
});
