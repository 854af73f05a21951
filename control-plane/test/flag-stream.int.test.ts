import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unleash } from 'unleash-client';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { Caller, makeSetting, type Setting, sdkToken, signIn, startOn } from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let folder: string;
const clients: Unleash[] = [];

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
  folder = await mkdtemp(join(tmpdir(), 'breakwater-stock-client-'));
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
  await rm(folder, { recursive: true, force: true });
});

const flip = (flag: string, state: 'on' | 'off') =>
  `/unleash/api/admin/projects/default/features/${flag}/environments/production/${state}`;

async function connect(mode: 'streaming' | 'polling' = 'streaming'): Promise<Unleash> {
  const client = new Unleash({
    url: `${controlPlane.url}/unleash/api`,
    appName: `stock-${randomUUID()}`,
    customHeaders: { authorization: sdkToken },
    backupPath: folder,
    disableMetrics: true,
    refreshInterval: 300,
    ...(mode === 'streaming' ? { experimentalMode: { type: 'streaming' as const } } : {}),
  });
  client.on('error', () => undefined);
  clients.push(client);
  await new Promise<void>((resolve) => client.once('synchronized', resolve));
  return client;
}

it('a stock client in streaming mode hydrates and follows a kill', async () => {
  const client = await connect();
  expect(client.isEnabled('recommendations')).toBe(true);
  const responder = await signIn(controlPlane.url, 'responder');

  await responder.post('/api/v1/switches/recommendations/kill', { reason: 'too slow' });
  await vi.waitFor(() => expect(client.isEnabled('recommendations')).toBe(false), {
    timeout: 15_000,
    interval: 5,
  });

  await responder.post('/api/v1/switches/recommendations/restore', {
    reason: 'fixed',
    confirmKey: 'recommendations',
  });
  await vi.waitFor(() => expect(client.isEnabled('recommendations')).toBe(true), {
    timeout: 15_000,
    interval: 5,
  });
});

it('a flip through the admin API reaches a streaming client', async () => {
  const client = await connect();
  const admin = await signIn(controlPlane.url, 'admin');
  expect(client.isEnabled('ranker-v2', { userId: 'somebody' })).toBe(false);

  expect((await admin.post(flip('ranker-v2', 'on'))).status).toBe(200);
  await vi.waitFor(() => expect(client.isEnabled('ranker-v2', { userId: 'somebody' })).toBe(true), {
    timeout: 15_000,
    interval: 5,
  });
});

it('a polling client follows, too', async () => {
  const client = await connect('polling');
  const responder = await signIn(controlPlane.url, 'responder');
  await responder.post('/api/v1/switches/payments.capture/kill', { reason: 'too slow' });
  await vi.waitFor(() => expect(client.isEnabled('payments.capture')).toBe(false), { timeout: 15_000 });
});

it('no client is left with an old state when many flags are flipped at the same time', async () => {
  const admin = await signIn(controlPlane.url, 'admin');
  const names = Array.from({ length: 12 }, (_, i) => `race-${i}`);
  for (const name of names) {
    await admin.post('/unleash/api/admin/projects/default/features', { name, type: 'release' });
    await admin.post(flip(name, 'on'));
  }
  const early = await connect();
  for (let round = 0; round < 3; round++) {
    await Promise.all(names.map((name) => admin.post(flip(name, 'off'))));
    await Promise.all(names.map((name, i) => admin.post(flip(name, i % 2 ? 'on' : 'off'))));
  }
  const late = await connect();
  for (const client of [early, late]) {
    await vi.waitFor(
      () => expect(names.map((name) => client.isEnabled(name))).toEqual(names.map((_, i) => i % 2 === 1)),
      { timeout: 15_000 },
    );
  }
});

it('refuses a stream without a token, and ends streams when it stops', async () => {
  const nobody = await fetch(`${controlPlane.url}/unleash/api/client/streaming`);
  expect(nobody.status).toBe(401);

  const stream = await fetch(`${controlPlane.url}/unleash/api/client/streaming`, {
    headers: { authorization: sdkToken },
  });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  expect(first.value).toMatch(
    /^event: unleash-connected\nid: \d+\ndata: \{"events":\[\{"eventId":\d+,"type":"hydration"/,
  );
  await controlPlane.close();
  let isOver = false;
  while (!isOver) isOver = (await reader.read()).done;
  controlPlane = await startOn(setting);
});

it.each([
  '/unleash/internal-backstage/prometheus',
  '/unleash/Internal-Backstage/impact/metrics',
  '/unleash//internal-backstage/prometheus',
  '/unleash/auth/simple/login',
])('keeps %s closed', async (path) => {
  expect((await new Caller(controlPlane.url).get(path)).status).toBe(404);
});

it('lets nobody into the admin API without a session, and a viewer only look', async () => {
  const nobody = await new Caller(controlPlane.url).get('/unleash/api/admin/projects/default/features');
  expect(nobody.status).toBe(401);
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.get('/unleash/api/admin/projects/default/features')).status).toBe(200);
  expect((await viewer.post(flip('ranker-v2', 'off'))).status).toBe(403);
});
