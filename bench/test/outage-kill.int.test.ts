import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Unleash } from 'unleash-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createFlagClient, type FlagClient } from '../../flag-sdk/src/index.ts';
import {
  type ControlPlaneProcess,
  sdkToken,
  startControlPlaneProcess,
} from '../fleet/control-plane-process.ts';
import { type FleetRoom, openRoom } from '../fleet/fleet-room.ts';
import { Operator } from '../fleet/operator.ts';
import { type OwnPostgres, startOwnPostgres } from '../fleet/own-postgres.ts';
import { writeSeed } from '../fleet/seed-file.ts';

const key = 'recommendations';
let room: FleetRoom;
let postgres: OwnPostgres;
let controlPlane: ControlPlaneProcess;

beforeAll(async () => {
  room = openRoom(() => undefined);
  postgres = await startOwnPostgres(room);
  const seedFile = await writeSeed(room, [key]);
  controlPlane = await startControlPlaneProcess(room, { name: 'one', databaseUrl: postgres.url, seedFile });
});
afterAll(() => room?.close());

const patiently = { timeout: 30_000, interval: 10 };

interface Sdk {
  client: FlagClient;
  /** What the switch was at each state that it evaluated with, to see that a kill never flickers. */
  lives: boolean[];
  errors: string[];
}

async function startSdk(instanceId: string): Promise<Sdk> {
  const dataDir = join(room.dataDir, 'sdk');
  await mkdir(dataDir, { recursive: true });
  const errors: string[] = [];
  const client = createFlagClient({
    service: 'gateway',
    instanceId,
    environment: 'production',
    unleashApi: `${controlPlane.url}/unleash/api`,
    controlPlaneUrl: controlPlane.url,
    token: sdkToken,
    dataDir,
    onError: ({ code }) => errors.push(code),
    timing: { reconnectMinMs: 50, reconnectMaxMs: 500, pollIntervalMs: 200, heartbeatMs: 500 },
  });
  room.onClose(() => client.close());
  const lives: boolean[] = [];
  client.on('revision', () => lives.push(client.isLive(key)));
  await client.ready();
  return { client, lives, errors };
}

async function startStock(): Promise<Unleash> {
  const client = new Unleash({
    url: `${controlPlane.url}/unleash/api`,
    appName: 'stock',
    customHeaders: { authorization: sdkToken },
    disableMetrics: true,
    experimentalMode: { type: 'streaming' },
    backupPath: room.dataDir,
  });
  client.on('error', () => undefined);
  room.onClose(() => client.destroy());
  await new Promise<void>((resolve) => client.once('synchronized', resolve));
  return client;
}

test('a kill while Postgres is stopped is held while it is away, outlives both sides, and becomes one ordinary kill', async () => {
  const operator = await Operator.signIn(controlPlane.url);
  const [{ client, lives }, stock] = await Promise.all([startSdk('gateway-1'), startStock()]);
  expect([client.source(), client.isLive(key), stock.isEnabled(key)]).toEqual(['stream', true, true]);
  const revision = client.revision();

  await postgres.stop();
  await vi.waitFor(
    async () => expect(await (await fetch(`${controlPlane.url}/readyz`)).text()).toContain('degraded'),
    patiently,
  );
  const accepted = await operator.kill(controlPlane.url, key);
  expect(accepted.journaled).toMatchObject({ sentTo: 2, onDisk: true });
  await vi.waitFor(
    () => expect([client.isLive(key), stock.isEnabled(key)]).toEqual([false, false]),
    patiently,
  );
  await vi.waitFor(async () => {
    const { instances } = await operator.propagationOf(controlPlane.url, accepted.changeId);
    expect(instances.find(({ id }) => id === 'gateway-1')?.confirmedMs).toEqual(expect.any(Number));
  }, patiently);

  // The service restarts during the outage: its backup knows of the kill before anything is connected.
  await client.close();
  const again = await startSdk('gateway-1');
  expect([again.client.isLive(key), again.client.revision()]).toEqual([false, revision]);

  // The control plane crashes, and waits for Postgres when it starts again.
  await controlPlane.crash();
  const starting = controlPlane.start();
  await vi.waitFor(() => expect(again.errors).toContain('POLL_FAILED'), patiently);
  expect([again.client.isLive(key), stock.isEnabled(key)]).toEqual([false, false]);
  await postgres.start();
  await starting;

  const killed = await vi.waitFor(async () => {
    const found = await operator.switchOf(controlPlane.url, key);
    expect(found.propagation?.changeId).not.toContain('journal');
    return found;
  }, patiently);
  expect(killed).toMatchObject({ state: 'KILLED', reason: 'too slow at night' });
  await vi.waitFor(() => {
    expect([again.client.source(), again.client.isLive(key)]).toEqual(['stream', false]);
    expect(again.client.revision()).toBeGreaterThan(revision);
    expect(stock.isEnabled(key)).toBe(false);
  }, patiently);

  const { entries } = await operator.audit(controlPlane.url);
  const kills = entries.filter(({ action, target }) => action === 'switch.kill' && target === key);
  expect(kills).toHaveLength(1);
  expect(kills[0]).toMatchObject({
    actor: 'responder@example.com',
    reason: 'too slow at night',
    after: { state: 'KILLED', journaledAt: accepted.journaled!.at },
  });
  const became = await operator.propagationOf(controlPlane.url, accepted.changeId);
  expect(became.journaled).toBeUndefined();
  expect([...lives.slice(1), ...again.lives]).not.toContain(true);

  // Only a restore brings it back, and it does so at once: nothing of the override is left.
  await operator.restore(controlPlane.url, key);
  await vi.waitFor(
    () => expect([again.client.isLive(key), stock.isEnabled(key)]).toEqual([true, true]),
    patiently,
  );
  await again.client.close();
  const later = await startSdk('gateway-1');
  expect(later.client.isLive(key)).toBe(true);
});
