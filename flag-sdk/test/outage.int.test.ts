import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createFlagClient } from '../src/index.ts';
import { inDevelopment, startClient, startServer, temporaryFolder, timing, until } from './fixture.ts';
import { flag } from './unleash-server.ts';

const backupIn = async (folder: string) => {
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  return join(folder, name ?? 'missing');
};

describe('hazard 1: a restart during an outage', () => {
  test('keeps a killed switch killed, at once and without the server', async () => {
    const server = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const first = await startClient(server, { dataDir });
    await first.client.ready();
    server.set(flag('recommendations', false));
    await until(() => !first.client.isLive('recommendations'));
    await first.client.close();
    await server.stop();

    const { client } = await startClient(server, { dataDir });
    expect([client.source(), client.isLive('recommendations'), client.revision()]).toEqual([
      'backup',
      false,
      11,
    ]);
    const asked = performance.now();
    expect(await client.ready()).toBe('backup');
    expect(performance.now() - asked).toBeLessThan(timing.readyTimeoutMs);
    await client.close();
    expect(JSON.parse((await readFile(await backupIn(dataDir), 'utf8')).split('\n')[1] ?? '')).toMatchObject({
      revision: 11,
      features: [{ name: 'recommendations', enabled: false }],
    });
  });

  test('a server that is behind the backup does not resurrect a killed switch', async () => {
    const server = await startServer(flag('recommendations', false));
    const dataDir = await temporaryFolder();
    const first = await startClient(server, { dataDir });
    await first.client.ready();
    await first.client.close();
    server.flags.set('recommendations', flag('recommendations', true));
    server.revision = 9;
    const { client, errors } = await startClient(server, { dataDir });
    await client.ready();
    expect([client.isLive('recommendations'), client.revision()]).toEqual([false, 10]);
    expect(errors.map(({ code }) => code)).toContain('REVISION_BEHIND');
  });

  test('without any state every switch is LIVE, every flag is off, and start-up does not hang', async () => {
    const server = await startServer();
    await server.stop();
    const { client, errors } = await startClient(server, { timing: { readyTimeoutMs: 300 } });
    expect(await client.ready()).toBe('none');
    expect([client.isLive('recommendations'), client.isEnabled('badges'), client.revision()]).toEqual([
      true,
      false,
      0,
    ]);
    expect(client.variant('badges')).toEqual({ name: 'disabled', enabled: false });
    expect(errors.map(({ code }) => code)).toContain('STREAM_BROKEN');
  });

  test('start-up does not hang on a server that accepts and says nothing', async () => {
    const server = await startServer();
    server.treat('stream', 'hang');
    server.treat('poll', 'hang');
    const { client } = await startClient(server, { timing: { readyTimeoutMs: 300 } });
    expect(await client.ready()).toBe('none');
    await client.close();
  });

  test('comes back by itself when the server does', async () => {
    const server = await startServer(flag('recommendations', true));
    const { client } = await startClient(server);
    await client.ready();
    await server.stop();
    server.flags.set('recommendations', flag('recommendations', false));
    server.revision = 40;
    expect(client.isLive('recommendations')).toBe(true);
    await server.listen();
    await until(() => !client.isLive('recommendations') && client.source() === 'stream');
  });
});

describe('hazard 2: a token that is refused for a moment', () => {
  test.each([401, 403])('%i is waited out, on the stream and on the poll', async (status) => {
    const server = await startServer(flag('recommendations', true));
    const { client, errors } = await startClient(server);
    await client.ready();
    server.treat('stream', status);
    server.treat('poll', status);
    server.dropConnections();
    await until(() => server.requests('poll').length >= 3 && server.requests('stream').length >= 4);
    expect(client.isLive('recommendations')).toBe(true);
    expect(errors.map(({ code }) => code)).toContain('STREAM_REFUSED');
    server.treat('stream', 'serve');
    server.treat('poll', 'serve');
    server.set(flag('recommendations', false));
    await until(() => !client.isLive('recommendations') && client.source() === 'stream');
  });
});

describe('hazard 3: recovery after a long outage', () => {
  test('one success brings polling back to its interval', async () => {
    const server = await startServer(flag('recommendations', true));
    server.treat('stream', 501);
    server.treat('poll', 503);
    const { client } = await startClient(server, {
      timing: { reconnectMaxMs: 5_000, pollIntervalMs: 20, pollMaxMs: 60_000 },
    });
    await until(() => server.requests('poll').length >= 6);
    server.treat('poll', 'serve');
    await until(() => client.source() === 'poll');
    const before = server.requests('poll').length;
    const since = performance.now();
    await until(() => server.requests('poll').length >= before + 10);
    expect(performance.now() - since).toBeLessThan(5_000);
  });
});

describe('hazard 4: faults that end things for good', () => {
  test('usage is reported again after a 400, with nothing lost', async () => {
    const server = await startServer(flag('badges', true));
    server.treat('metrics', 400);
    const { client } = await startClient(server, { timing: { usageMs: 50 } });
    await client.ready();
    for (let index = 0; index < 3; index += 1) client.isEnabled('badges');
    await until(() => server.requests('metrics').length >= 2);
    server.treat('metrics', 'serve');
    const before = server.requests('metrics').length;
    await until(() => server.requests('metrics').length > before);
    expect(server.requests('metrics').at(-1)?.body).toMatchObject({
      appName: 'gateway',
      instanceId: 'gateway-1',
      bucket: { toggles: { badges: { yes: 3, no: 0 } } },
    });
    expect(server.requests('register')).toHaveLength(1);
  });

  test('closing while everything fails is quiet, quick and final', async () => {
    const faults = vi.fn();
    process.on('uncaughtException', faults);
    process.on('unhandledRejection', faults);
    const server = await startServer();
    for (const part of ['stream', 'poll', 'heartbeat', 'register', 'metrics'] as const)
      server.treat(part, 'hang');
    const { client } = await startClient(server, { timing: { requestTimeoutMs: 60_000 } });
    await until(() => server.requests('stream').length === 1 && server.requests('heartbeat').length === 1);
    const since = performance.now();
    await client.close();
    expect(performance.now() - since).toBeLessThan(4_000);
    const asked = server.seen.length;
    await server.stop();
    await client.close();
    expect(server.seen).toHaveLength(asked);
    process.off('uncaughtException', faults);
    process.off('unhandledRejection', faults);
    expect(faults).not.toHaveBeenCalled();
  });
});

describe('hazard 5: the backup', () => {
  test('belongs to one service in one environment', async () => {
    const production = await startServer(flag('recommendations', false));
    const development = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const clients = [
      await startClient(production, { dataDir }),
      await startClient(development, { dataDir, ...inDevelopment }),
    ];
    for (const { client } of clients) {
      await client.ready();
      await client.close();
    }
    await production.stop();
    await development.stop();
    const again = await startClient(production, { dataDir });
    const other = await startClient(development, { dataDir, ...inDevelopment });
    expect([again.client.isLive('recommendations'), other.client.isLive('recommendations')]).toEqual([
      false,
      true,
    ]);
  });

  test('makes a missing folder, and is written whole', async () => {
    const server = await startServer(flag('a', true));
    const dataDir = join(await temporaryFolder(), 'not', 'there', 'yet');
    const { client, errors } = await startClient(server, { dataDir });
    await client.ready();
    for (let index = 0; index < 50; index += 1) server.set(flag('a', index % 2 === 0));
    await until(() => client.revision() === 60);
    await client.close();
    expect((await readdir(dataDir)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(await readFile(await backupIn(dataDir), 'utf8')).toContain('"revision":60');
    expect(errors).toEqual([]);
  });

  test('a torn or altered one is told and not used', async () => {
    const server = await startServer(flag('recommendations', false));
    const dataDir = await temporaryFolder();
    const first = await startClient(server, { dataDir });
    await first.client.ready();
    await first.client.close();
    await server.stop();
    const path = await backupIn(dataDir);
    const text = await readFile(path, 'utf8');
    for (const damaged of [text.slice(0, text.length / 2), text.replace('false', 'true'), '']) {
      await writeFile(path, damaged);
      const { client, errors } = await startClient(server, { dataDir, timing: { readyTimeoutMs: 50 } });
      expect(client.source()).toBe('none');
      expect(errors[0]?.code).toBe('BACKUP_UNREADABLE');
      await client.close();
    }
  });

  test('an instance that lags behind does not overwrite what another one knows', async () => {
    const ahead = await startServer(flag('recommendations', false));
    ahead.revision = 50;
    const behind = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const slow = await startClient(behind, { dataDir, instanceId: 'gateway-2' });
    await slow.client.ready();
    await until(async () => (await readFile(await backupIn(dataDir), 'utf8')).includes('"revision":10'));
    const fast = await startClient(ahead, { dataDir });
    await fast.client.ready();
    await fast.client.close();
    behind.set(flag('other', true));
    await until(() => slow.client.revision() === 11);
    await slow.client.close();
    expect(await readFile(await backupIn(dataDir), 'utf8')).toContain('"revision":50');
  });

  test('is shared by the instances of a service without one getting in the way of another', async () => {
    const server = await startServer(flag('recommendations', true));
    const dataDir = await temporaryFolder();
    const started = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        startClient(server, { dataDir, instanceId: `gateway-${index}` }),
      ),
    );
    await Promise.all(started.map(({ client }) => client.ready()));
    for (let index = 0; index < 5; index += 1) {
      server.set(flag('recommendations', index % 2 === 1));
      await until(() => started.every(({ client }) => client.revision() === server.revision));
    }
    await Promise.all(started.map(({ client }) => client.close()));
    expect(started.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await readdir(dataDir)).toHaveLength(1);
    expect(await readFile(await backupIn(dataDir), 'utf8')).toContain('"revision":15');
  });

  test('a folder that cannot be written is told and harms nobody', async () => {
    const server = await startServer(flag('recommendations', false));
    const file = join(await temporaryFolder(), 'a-file');
    await writeFile(file, '');
    const { client, errors } = await startClient(server, { dataDir: join(file, 'folder') });
    await client.ready();
    expect(client.isLive('recommendations')).toBe(false);
    await until(() => errors.some((error) => error.code === 'BACKUP_UNWRITABLE'));
  });
});

test('wrong options are refused at once, with what was expected', () => {
  const make = () =>
    createFlagClient({
      service: 'gateway',
      instanceId: 'gateway-1',
      environment: 'production',
      unleashApi: '127.0.0.1:4400',
      token: 't',
      dataDir: '.',
    });
  expect(make).toThrow(
    'Option unleashApi should be an address that begins with http:// or https://, but was',
  );
});
