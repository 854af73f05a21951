import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { startClient, startServer, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

test('tells who it is, what it evaluates with and what it was asked for', async () => {
  const server = await startServer(flag('recommendations', true));
  const { client } = await startClient(server);
  await client.ready();
  client.isLive('recommendations');
  client.isEnabled('unheard-of');
  client.guard('recommend', { dependency: 'recommendation', timeoutMs: 100, concurrency: 5, run: () => 1 });
  await until(() => server.heartbeats().at(-1)?.guards.length === 1);
  expect(server.heartbeats().at(-1)).toEqual({
    instanceId: 'gateway-1',
    service: 'gateway',
    environment: 'production',
    sdk: expect.stringMatching(/^breakwater-flag-sdk:/),
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    revision: 10,
    source: 'stream',
    flags: ['recommendations', 'unheard-of'],
    guards: [
      expect.objectContaining({
        name: 'recommend',
        dependency: 'recommendation',
        breaker: 'closed',
        bulkhead: { limit: 5, inUse: 0, queued: 0 },
        outcomes: expect.objectContaining({ success: 0, killed: 0 }),
      }),
    ],
    effective: [],
    overrides: [],
  });
  expect(server.requests('heartbeat')[0]?.headers.authorization).toBe(server.options.token);
});

test('acknowledges each revision at once, long before the next regular heartbeat', async () => {
  const server = await startServer(flag('recommendations', true));
  const { client } = await startClient(server, { timing: { heartbeatMs: 60_000 } });
  await client.ready();
  await until(() => server.heartbeats().at(-1)?.revision === 10);
  server.set(flag('recommendations', false));
  await until(() => server.heartbeats().at(-1)?.revision === 11);
});

test('a burst of revisions goes out as few heartbeats, the newest last', async () => {
  const server = await startServer();
  const { client } = await startClient(server, { timing: { heartbeatMs: 60_000 } });
  await client.ready();
  await until(() => server.heartbeats().at(-1)?.revision === 10);
  for (let index = 0; index < 200; index += 1) server.set(flag(`flag-${index}`, true));
  await until(() => server.heartbeats().at(-1)?.revision === 210);
  const revisions = server.heartbeats().map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
  expect(revisions.length).toBeLessThan(150);
});

test('heartbeats that fail are silent, counted, and go on', async () => {
  const server = await startServer();
  server.treat('heartbeat', 500);
  const registry = new Registry();
  const { client, errors } = await startClient(server, { registry });
  await client.ready();
  await until(() => server.heartbeats().length >= 3);
  server.treat('heartbeat', 'serve');
  const before = server.heartbeats().length;
  await until(() => server.heartbeats().length > before + 1);
  const text = await registry.metrics();
  expect(text).toMatch(/flag_client_heartbeats_total\{result="failed"\} [1-9]/);
  expect(text).toMatch(/flag_client_heartbeats_total\{result="sent"\} [1-9]/);
  expect(text).toContain('flag_client_revision 10');
  expect(errors).toEqual([]);
});

test('without a control plane address no heartbeat is sent', async () => {
  const server = await startServer();
  const { client } = await startClient(server, { controlPlaneUrl: undefined });
  await client.ready();
  server.set(flag('a', true));
  await until(() => client.revision() === 11);
  await client.close();
  expect(server.heartbeats()).toEqual([]);
});

test('a guard follows the kill switch of the stream', async () => {
  const server = await startServer(flag('recommendations', true));
  const { client } = await startClient(server);
  await client.ready();
  const recommend = client.guard('recommendations', {
    dependency: 'recommendation',
    switchKey: 'recommendations',
    timeoutMs: 1_000,
    concurrency: 5,
    run: async (_signal, user: string) => `for ${user}`,
    fallback: () => 'bestsellers',
  });
  expect(await recommend('ann')).toMatchObject({ value: 'for ann', degraded: false, outcome: 'success' });
  server.set(flag('recommendations', false));
  await until(() => !client.isLive('recommendations'));
  expect(await recommend('ann')).toMatchObject({
    value: 'bestsellers',
    degraded: true,
    outcome: 'killed',
  });
  expect(() =>
    client.guard('recommendations', { dependency: 'x', timeoutMs: 1, concurrency: 1, run: () => 1 }),
  ).toThrow('A guard named "recommendations" exists already');
});
