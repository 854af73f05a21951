import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createFlagClient, type FlagClientOptions } from '../src/index.ts';
import { atEnd, startClient, startServer, temporaryFolder, timing, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

const brought = (enabled: boolean) => ({ features: [flag('recommendations', enabled)] });

/** A client that nobody answers. */
const lonelyClient = (options: Partial<FlagClientOptions> & { dataDir: string }) => {
  const client = createFlagClient({
    service: 'gateway',
    instanceId: 'gateway-1',
    environment: 'production',
    unleashApi: 'http://127.0.0.1:9/api',
    token: 'default:production.secret',
    timing,
    ...options,
  });
  atEnd(() => client.close());
  return client;
};

test('a first start without a server answers by the bootstrap', async () => {
  const client = lonelyClient({ dataDir: await temporaryFolder(), bootstrap: brought(false) });
  expect(client.isLive('recommendations')).toBe(false);
  expect(await client.ready()).toBe('bootstrap');
});

test('a live state replaces the bootstrap, and only the live state is written to disk', async () => {
  const server = await startServer(flag('recommendations', true));
  const dataDir = await temporaryFolder();
  const offline = lonelyClient({ dataDir, mode: 'offline', bootstrap: brought(false) });
  await offline.close();
  expect(await readdir(dataDir)).toEqual([]);

  const { client } = await startClient(server, { dataDir, bootstrap: brought(false) });
  expect(await client.ready()).toBe('stream');
  expect(client.isLive('recommendations')).toBe(true);
  await client.close();
  expect(await readdir(dataDir)).toHaveLength(1);
});

test('a bootstrap never resurrects what the backup knows to be killed', async () => {
  const server = await startServer(flag('recommendations', true));
  const dataDir = await temporaryFolder();
  const { client } = await startClient(server, { dataDir });
  await client.ready();
  server.set(flag('recommendations', false));
  await until(() => !client.isLive('recommendations'));
  const revision = client.revision();
  await client.close();
  await server.stop();

  const restarted = lonelyClient({ dataDir, bootstrap: brought(true) });
  expect(await restarted.ready()).toBe('backup');
  expect(restarted.isLive('recommendations')).toBe(false);
  expect(restarted.revision()).toBe(revision);
});

test('offline it opens no connection, is ready at once and answers by backup or bootstrap', async () => {
  const server = await startServer();
  const client = lonelyClient({
    ...server.options,
    dataDir: await temporaryFolder(),
    mode: 'offline',
    bootstrap: brought(false),
  });
  expect(await client.ready()).toBe('bootstrap');
  expect(client.isLive('recommendations')).toBe(false);
  await client.close();
  expect(server.seen).toEqual([]);
});

test('a bootstrap that is none is refused at once', async () => {
  const dataDir = await temporaryFolder();
  const bootstrap = { features: [{ nme: 'recommendations' }] };
  expect(() => lonelyClient({ dataDir, bootstrap })).toThrow(
    /Option bootstrap should be \{features, segments\}/,
  );
});

test('while it goes by the bootstrap, heartbeats tell the control plane what it knows: a backup', async () => {
  const server = await startServer(flag('recommendations', true));
  server.treat('stream', 503);
  server.treat('poll', 503);
  const { client } = await startClient(server, { bootstrap: brought(false) });
  expect(await client.ready()).toBe('bootstrap');
  await until(() => server.heartbeats().length > 0);
  expect(server.heartbeats()[0]).toMatchObject({ source: 'backup', revision: 0 });
});
