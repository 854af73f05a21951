import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startClient, startServer, temporaryFolder, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

const override = { id: 'one', flag: 'recommendations', enabled: false, at: '2026-01-01T00:00:00.000Z' };
const told = (overrides: object[], settled: object[] = []) => JSON.stringify({ overrides, settled });
const backupIn = async (folder: string) => readFile(join(folder, (await readdir(folder))[0] ?? ''), 'utf8');

describe('a kill while the server has no database', () => {
  test('holds at once, is reported, and ends only with the revision that contains it', async () => {
    const server = await startServer(flag('recommendations', true), flag('badges', true));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.write('breakwater-override', told([override]));
    await until(() => !client.isLive('recommendations'));
    expect([client.revision(), client.isLive('badges')]).toEqual([10, true]);
    await until(() => server.heartbeats().at(-1)?.overrides.length === 1);
    expect(server.heartbeats().at(-1)?.overrides).toEqual([{ id: 'one', flag: 'recommendations' }]);

    server.set(flag('badges', false));
    await until(() => !client.isLive('badges'));
    expect(client.isLive('recommendations')).toBe(false);
    server.set(flag('recommendations', false));
    server.write('breakwater-override', told([], [{ id: 'one', revision: server.revision }]));
    await until(() => server.heartbeats().at(-1)?.overrides.length === 0);
    expect(client.isLive('recommendations')).toBe(false);
    server.set(flag('recommendations', true));
    await until(() => client.isLive('recommendations'));
    expect(errors).toEqual([]);
  });

  test('is not forgotten when another replica answers that knows nothing of it', async () => {
    const server = await startServer(flag('recommendations', true));
    const { client } = await startClient(server);
    await client.ready();
    server.write('breakwater-override', told([override]));
    await until(() => !client.isLive('recommendations'));
    server.revision = 20;
    server.dropConnections();
    await until(() => client.revision() === 20);
    expect(client.isLive('recommendations')).toBe(false);
    expect(server.requests('stream').at(-1)?.headers['breakwater-overrides']).toBe('one');
  });

  test('survives the restart of the service, also while nothing answers', async () => {
    const server = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const first = await startClient(server, { dataDir });
    await first.client.ready();
    server.write('breakwater-override', told([override]));
    await until(() => !first.client.isLive('recommendations'));
    await first.client.close();
    await server.stop();
    const { client } = await startClient(server, { dataDir });
    expect([client.source(), client.isLive('recommendations')]).toEqual(['backup', false]);
    await server.listen();
    await until(() => client.source() === 'stream');
    expect(client.isLive('recommendations')).toBe(false);
  });

  test('stays in the backup when another instance of the service, which never heard of it, writes', async () => {
    const here = await startServer(flag('recommendations', true));
    const there = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const one = await startClient(here, { dataDir });
    const two = await startClient(there, { dataDir, instanceId: 'gateway-2' });
    await Promise.all([one.client.ready(), two.client.ready()]);
    here.write('breakwater-override', told([override]));
    await until(async () => (await backupIn(dataDir)).includes('"id":"one"'));
    there.set(flag('badges', true));
    await until(async () => (await backupIn(dataDir)).includes('"revision":11'));
    expect(await backupIn(dataDir)).toContain('"id":"one"');
    here.write('breakwater-override', told([], [{ id: 'one', revision: 10 }]));
    await until(async () => !(await backupIn(dataDir)).includes('"id":"one"'));
  });

  test('reaches a client that polls, and ends there, too', async () => {
    const server = await startServer(flag('recommendations', true));
    server.treat('stream', 501);
    const { client } = await startClient(server);
    await client.ready();
    server.pollHeaders = { 'breakwater-override': encodeURIComponent(told([override])) };
    await until(() => !client.isLive('recommendations'));
    await until(() => server.requests('poll').at(-1)?.headers['breakwater-overrides'] === 'one');
    expect(server.heartbeats().at(-1)).toMatchObject({ source: 'poll', pollEveryMs: 50 });
    server.set(flag('recommendations', false));
    server.pollHeaders = {
      'breakwater-override': encodeURIComponent(told([], [{ id: 'one', revision: server.revision }])),
    };
    await until(() => server.heartbeats().at(-1)?.overrides.length === 0);
    expect(client.isLive('recommendations')).toBe(false);
  });

  test('is kept on disk also when the replica that told of it is behind what is known', async () => {
    const server = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const first = await startClient(server, { dataDir });
    await first.client.ready();
    await first.client.close();
    server.treat('stream', 501);
    server.revision = 9;
    server.pollHeaders = { 'breakwater-override': encodeURIComponent(told([override])) };
    const { client } = await startClient(server, { dataDir });
    await until(() => client.source() === 'poll');
    expect([client.isLive('recommendations'), client.revision()]).toEqual([false, 10]);
    await client.close();
    expect(await backupIn(dataDir)).toContain('"id":"one"');
  });

  test('news that cannot be read are told, and a whole state is fetched', async () => {
    const server = await startServer(flag('recommendations', true));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.write('breakwater-override', '{"overrides":');
    await until(() => server.requests('stream').length >= 2 && client.source() === 'stream');
    expect(errors.map(({ code }) => code)).toContain('UPDATE_INVALID');
  });
});

test('a change is reported as effective once its flag was asked for', async () => {
  const server = await startServer(flag('recommendations', true));
  const { client } = await startClient(server, { timing: { heartbeatMs: 60_000 } });
  await client.ready();
  client.isLive('recommendations');
  server.set(flag('recommendations', false));
  await until(() => server.heartbeats().at(-1)?.revision === 11);
  expect(server.heartbeats().at(-1)?.effective).toEqual([]);
  expect(client.isLive('recommendations')).toBe(false);
  await until(() => server.heartbeats().at(-1)?.effective.length === 1);
  expect(server.heartbeats().at(-1)?.effective).toEqual([{ flag: 'recommendations', revision: 11 }]);
});
