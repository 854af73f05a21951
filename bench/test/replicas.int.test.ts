import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Balancer, startBalancer } from '../fleet/balancer.ts';
import {
  type ControlPlaneProcess,
  sdkToken,
  startControlPlaneProcess,
} from '../fleet/control-plane-process.ts';
import { type FleetRoom, openRoom } from '../fleet/fleet-room.ts';
import { Operator } from '../fleet/operator.ts';
import { startOwnPostgres } from '../fleet/own-postgres.ts';
import { type Sdk, startSdk } from '../fleet/sdk.ts';
import { writeSeed } from '../fleet/seed-file.ts';

const key = 'recommendations';
const patiently = { timeout: 30_000, interval: 5 };
let room: FleetRoom;
let replicas: ControlPlaneProcess[];
let balancer: Balancer;
let operator: Operator;
/** Two SDKs at each replica, and two that go through the balancer. */
let sdks: Sdk[];

beforeAll(async () => {
  room = openRoom(() => undefined);
  const { url: databaseUrl } = await startOwnPostgres(room);
  const seedFile = await writeSeed(room, [key]);
  const start = (name: string) => startControlPlaneProcess(room, { name, databaseUrl, seedFile });
  replicas = await Promise.all(['one', 'two', 'three'].map(start));
  balancer = await startBalancer(
    room,
    replicas.map(({ url }) => url),
  );
  operator = await Operator.signIn(replicas[0]!.url);
  const urls = [...replicas.flatMap(({ url }) => [url, url]), balancer.url, balancer.url];
  sdks = await Promise.all(urls.map((url, index) => startSdk(room, url, `gateway-${index}`)));
});
afterAll(() => room?.close());

const all = (live: boolean, of = sdks) =>
  vi.waitFor(() => expect(of.map(({ client }) => client.isLive(key))).toEqual(of.map(() => live)), patiently);

/** Heartbeats reach the other replicas within a second or so; only then a flip there waits for these instances, too. */
const allKnow = (ids: readonly string[]) =>
  vi.waitFor(async () => {
    for (const { url } of replicas) {
      const { instances } = await operator.instances(url);
      expect(instances.flatMap(({ instanceId, silent }) => (silent ? [] : [instanceId]))).toEqual(
        expect.arrayContaining([...ids]),
      );
    }
  }, patiently);

const polled = async ({ url }: ControlPlaneProcess) => {
  const answer = await fetch(`${url}/unleash/api/client/features`, { headers: { authorization: sdkToken } });
  return [answer.headers.get('etag'), await answer.text()];
};

test('all replicas say the same, and a flip on one reaches the SDKs of all', async () => {
  const [one, two, three] = replicas as [ControlPlaneProcess, ControlPlaneProcess, ControlPlaneProcess];
  expect(sdks.map(({ client }) => client.source())).toEqual(sdks.map(() => 'stream'));
  await allKnow(sdks.map((_, index) => `gateway-${index}`));
  for (const [at, flip] of [
    [two, 'kill'],
    [three, 'restore'],
    [one, 'kill'],
    [two, 'restore'],
  ] as const) {
    const { changeId, propagation } = await operator[flip](at.url, key);
    await all(flip === 'restore');
    for (const { url } of replicas) {
      const seen = await vi.waitFor(async () => {
        const now = await operator.propagationOf(url, changeId);
        expect(now.confirmed).toBe(sdks.length);
        return now;
      }, patiently);
      expect([seen.total, seen.revision]).toEqual([sdks.length, propagation.revision]);
    }
    const answers = await Promise.all(replicas.map(polled));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const states = await Promise.all(replicas.map(({ url }) => operator.switchOf(url, key)));
    expect(states.map(({ state, changedBy, reason }) => ({ state, changedBy, reason }))).toEqual(
      replicas.map(() => ({
        state: flip === 'kill' ? 'KILLED' : 'LIVE',
        changedBy: 'responder@example.com',
        reason: flip === 'kill' ? 'too slow at night' : 'fixed',
      })),
    );
  }
});

test('what an instance has shown is known to every replica, wherever it is connected', async () => {
  const { changeId } = await operator.kill(replicas[0]!.url, key);
  await all(false);
  for (const { url } of replicas) {
    await vi.waitFor(async () => {
      const { instances } = await operator.propagationOf(url, changeId);
      for (const { id, deliveredMs, confirmedMs, effectiveMs } of instances) {
        expect([id, deliveredMs, confirmedMs, effectiveMs]).toEqual([
          id,
          expect.any(Number),
          expect.any(Number),
          expect.any(Number),
        ]);
      }
    }, patiently);
  }
  await operator.restore(replicas[2]!.url, key);
  await all(true);
});

test('a replica that crashes takes nobody with it who can reach another, and the rest catch up', async () => {
  const [one, two] = replicas as [ControlPlaneProcess, ControlPlaneProcess, ControlPlaneProcess];
  await two.crash();
  const { changeId } = await operator.kill(one.url, key);
  const cutOff = [sdks[2]!, sdks[3]!];
  await all(
    false,
    sdks.filter((sdk) => !cutOff.includes(sdk)),
  );
  expect(cutOff.map(({ client }) => client.isLive(key))).toEqual([true, true]);
  const { confirmed, total } = await vi.waitFor(async () => {
    const now = await operator.propagationOf(one.url, changeId);
    expect(now.confirmed).toBe(sdks.length - cutOff.length);
    return now;
  }, patiently);
  expect([confirmed, total]).toEqual([6, 8]);
  await two.start();
  await all(false);
  await vi.waitFor(async () => {
    expect((await operator.propagationOf(one.url, changeId)).confirmed).toBe(sdks.length);
  }, patiently);
  await operator.restore(two.url, key);
  await all(true);
  for (const { revisions } of sdks) expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
});

test.each([-3_600_000, 3_600_000])(
  'a clock that is %i ms off makes no difference to what is proven',
  async (off) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
    try {
      const id = `skewed-${off}`;
      const { client } = await startSdk(room, replicas[1]!.url, id);
      await vi.waitFor(() => expect(client.isLive(key)).toBe(true), patiently);
      await allKnow([id]);
      const { changeId } = await operator.kill(replicas[0]!.url, key);
      await vi.waitFor(() => expect(client.isLive(key)).toBe(false), patiently);
      await vi.waitFor(async () => {
        const { instances } = await operator.propagationOf(replicas[2]!.url, changeId);
        const own = instances.find((instance) => instance.id === id);
        expect(own?.confirmedMs).toBeGreaterThanOrEqual(0);
        // An hour off would show: what is left of it is the way of the flip.
        expect(own?.confirmedMs).toBeLessThan(Math.abs(off) / 2);
      }, patiently);
      await operator.restore(replicas[0]!.url, key);
      await vi.waitFor(() => expect(client.isLive(key)).toBe(true), patiently);
      await client.close();
    } finally {
      vi.useRealTimers();
    }
  },
);
