import { execFile } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Unleash, type UnleashConfig } from 'unleash-client';
import { describe, expect, test } from 'vitest';
import { atEnd, inDevelopment, startClient, startServer, temporaryFolder, timing, until } from './fixture.ts';
import { flag, type UnleashServer } from './unleash-server.ts';

/**
 * Every hazard of the bare client side by side: the same server and the same trouble for both. Each test says of the bare
 * client what it expects, too, so that it tells when the bare client has changed.
 */

const key = 'recommendations';

/** A bare client; `ready` is not waited for, for some never get there. */
function startBare(server: UnleashServer, more: Partial<UnleashConfig> = {}): Unleash {
  const client = new Unleash({
    url: server.options.unleashApi,
    appName: 'bare',
    instanceId: 'bare-1',
    customHeaders: { authorization: server.options.token },
    refreshInterval: timing.pollIntervalMs,
    disableMetrics: true,
    ...more,
  });
  client.on('error', () => undefined);
  client.on('warn', () => undefined);
  atEnd(async () => end(client));
  return client;
}

/** Destroys a bare client so that hazard 4, a poll that fails afterwards, does not end this test run. */
function end(client: Unleash): void {
  client.destroy();
  const { repository } = client as unknown as { repository: EventEmitter };
  repository.on('error', () => undefined);
}

const streaming = { experimentalMode: { type: 'streaming' } } as const;
const synchronized = (client: Unleash) =>
  new Promise<void>((resolve) => client.once('synchronized', resolve));
const pollsOf = (server: UnleashServer, appName: string) =>
  server.requests('poll').filter(({ headers }) => headers['unleash-appname'] === appName).length;
const streamsOf = (server: UnleashServer, appName: string) =>
  server.requests('stream').filter(({ headers }) => headers['unleash-appname'] === appName).length;

describe('hazard 1: a restart during an outage', () => {
  test('bare: the bootstrap resurrects what was killed, and overwrites the backup; ours: killed stays killed', async () => {
    const server = await startServer(flag(key, false));
    const backupPath = await temporaryFolder();
    const dataDir = await temporaryFolder();
    const before = startBare(server, { backupPath });
    await synchronized(before);
    const { client } = await startClient(server, { dataDir });
    await client.ready();
    await until(async () => (await readdir(backupPath)).length === 1);
    end(before);
    await client.close();
    await server.stop();

    const shipped = [flag(key, true)];
    const bare = startBare(server, { backupPath, bootstrap: { data: shipped } });
    await until(() => bare.isEnabled(key));
    await until(async () =>
      (await readFile(join(backupPath, 'unleash-backup-bare.json'), 'utf8')).includes('"enabled":true'),
    );

    const ours = await startClient(server, { dataDir, bootstrap: { features: shipped } });
    expect(await ours.client.ready()).toBe('backup');
    expect(ours.client.isLive(key)).toBe(false);
    await ours.client.close();
    const [name = ''] = await readdir(dataDir);
    expect(await readFile(join(dataDir, name), 'utf8')).toContain('"enabled":false');
  });

  test('bare: a replica that is behind brings back what was killed; ours: the revision never goes back', async () => {
    const server = await startServer(flag(key, false));
    const bare = startBare(server);
    await synchronized(bare);
    const { client } = await startClient(server);
    await client.ready();
    expect([bare.isEnabled(key), client.isLive(key)]).toEqual([false, false]);
    server.flags.set(key, flag(key, true));
    server.revision = 9;
    server.dropConnections();
    await until(() => bare.isEnabled(key));
    await until(() => streamsOf(server, 'gateway') >= 2);
    expect([client.isLive(key), client.revision()]).toEqual([false, 10]);
  });
});

describe('hazard 2: a refusal that passes', () => {
  test.each([401, 403])('bare: one %i ends polling for good; ours: goes on', async (status) => {
    const server = await startServer(flag(key, true));
    server.treat('stream', 501);
    const bare = startBare(server);
    await synchronized(bare);
    const { client } = await startClient(server);
    await client.ready();
    server.treat('poll', status);
    const before = { bare: pollsOf(server, 'bare'), ours: pollsOf(server, 'gateway') };
    await until(() => pollsOf(server, 'bare') > before.bare && pollsOf(server, 'gateway') > before.ours);
    server.treat('poll', 'serve');
    server.set(flag(key, false));
    const ended = pollsOf(server, 'bare');
    await until(() => !client.isLive(key));
    const since = pollsOf(server, 'gateway');
    await until(() => pollsOf(server, 'gateway') >= since + 10);
    expect([bare.isEnabled(key), pollsOf(server, 'bare')]).toEqual([true, ended]);
  });

  test.each([403, 404, 429, 501])(
    'bare: one %i on the stream, and it polls for good; ours: streams again',
    async (status) => {
      const server = await startServer(flag(key, true));
      const bare = startBare(server, streaming);
      await synchronized(bare);
      const { client } = await startClient(server);
      await client.ready();
      server.treat('stream', status);
      server.dropConnections();
      await until(() => pollsOf(server, 'bare') >= 1 && pollsOf(server, 'gateway') >= 1);
      server.treat('stream', 'serve');
      const before = streamsOf(server, 'bare');
      await until(() => client.source() === 'stream' && server.streams >= 1);
      const polls = pollsOf(server, 'bare');
      await until(() => pollsOf(server, 'bare') >= polls + 10);
      expect([streamsOf(server, 'bare'), server.streams]).toEqual([before, 1]);
    },
  );
});

describe('hazard 3: an outage that is over', () => {
  test('bare: comes back one step per success; ours: at once', async () => {
    const server = await startServer(flag(key, true));
    server.treat('stream', 501);
    server.treat('poll', 503);
    startBare(server);
    await startClient(server);
    await until(() => pollsOf(server, 'bare') >= 11);
    server.treat('poll', 'serve');
    const before = { bare: pollsOf(server, 'bare'), ours: pollsOf(server, 'gateway') };
    await until(() => pollsOf(server, 'bare') >= before.bare + 3);
    expect(pollsOf(server, 'gateway') - before.ours).toBeGreaterThan(9);
  });
});

describe('hazard 4: faults that end things for good', () => {
  test('bare: one 400 ends the metrics; ours: reports again, with nothing lost', async () => {
    const server = await startServer(flag(key, true));
    server.treat('metrics', 400);
    const bare = startBare(server, { disableMetrics: false, metricsInterval: 50, metricsJitter: 0 });
    await synchronized(bare);
    const { client } = await startClient(server, { timing: { usageMs: 50 } });
    await client.ready();
    const reports = (appName: string) =>
      server.requests('metrics').filter(({ headers }) => headers['unleash-appname'] === appName).length;
    bare.isEnabled(key);
    client.isLive(key);
    await until(() => reports('bare') === 1 && reports('gateway') >= 1);
    server.treat('metrics', 'serve');
    const before = reports('gateway');
    await until(() => reports('gateway') > before);
    for (let round = 1; round <= 5; round += 1) {
      const so = reports('gateway');
      bare.isEnabled(key);
      client.isLive(key);
      await until(() => reports('gateway') > so);
    }
    expect(reports('bare')).toBe(1);
  });

  test('bare: closing during a poll that fails ends the process; ours: nothing happens', async () => {
    const bare = await closeWhileFailing(`
      const { Unleash } = await import('unleash-client');
      const client = new Unleash({ url, appName: 'bare', disableMetrics: true, refreshInterval: 50 });
      client.on('error', () => {});
      await asked;
      client.destroy();`);
    expect(bare.code).not.toBe(0);
    expect(bare.stderr).toContain('Response was not statusCode 2XX, but was 400');
    const ours = await closeWhileFailing(`
      const { createFlagClient } = await import('./src/index.ts');
      const client = createFlagClient({
        service: 'gateway', instanceId: 'gateway-1', environment: 'production', unleashApi: url, token: 'a:production.c',
        dataDir: '${await temporaryFolder()}',
      });
      await asked;
      await client.close();`);
    expect(ours).toEqual({ code: 0, stderr: '' });
  });
});

/** Runs a client in a process of its own against a server that fails late, so that it is closed in between. */
async function closeWhileFailing(client: string): Promise<{ code: number; stderr: string }> {
  const script = `
    import { createServer } from 'node:http';
    const heard = Promise.withResolvers();
    const asked = heard.promise;
    const server = createServer((request, response) => {
      heard.resolve();
      setTimeout(() => response.writeHead(400).end(), 300);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = 'http://127.0.0.1:' + server.address().port + '/';
    ${client}
    await new Promise((resolve) => setTimeout(resolve, 600));
    process.exit(0);`;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd });
  return run.then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
  );
}

describe('hazard 5: the backup', () => {
  test('bare: environments share one file; ours: each has its own', async () => {
    const production = await startServer(flag(key, false));
    const development = await startServer(flag(key, true));
    const backupPath = await temporaryFolder();
    const dataDir = await temporaryFolder();
    const bareFile = join(backupPath, 'unleash-backup-bare.json');
    const first = startBare(production, { backupPath });
    await synchronized(first);
    await until(async () => (await readFile(bareFile, 'utf8')).includes('"enabled":false'));
    end(first);
    const second = startBare(development, { backupPath });
    await synchronized(second);
    await until(async () => (await readFile(bareFile, 'utf8')).includes('"enabled":true'));
    end(second);
    const ours = [
      await startClient(production, { dataDir }),
      await startClient(development, { dataDir, ...inDevelopment }),
    ];
    for (const { client } of ours) await client.ready();
    for (const { client } of ours) await client.close();
    await Promise.all([production.stop(), development.stop()]);

    const bare = startBare(production, { backupPath });
    await until(() => bare.isEnabled(key));
    const { client } = await startClient(production, { dataDir });
    expect([client.source(), client.isLive(key)]).toEqual(['backup', false]);
  });

  test('bare: whoever reads while it writes reads a torn file; ours: never', async () => {
    const large = { description: 'x'.repeat(2_000_000) };
    const server = await startServer(flag(key, true, large));
    const backupPath = await temporaryFolder();
    const dataDir = await temporaryFolder();
    const bare = startBare(server, { backupPath });
    await synchronized(bare);
    const { client } = await startClient(server, { dataDir });
    await client.ready();
    await until(async () => (await readdir(dataDir)).some((name) => name.endsWith('.json')));
    const [name = ''] = (await readdir(dataDir)).filter((file) => file.endsWith('.json'));
    const torn = { bare: 0, ours: 0 };
    const look = () => {
      torn.bare += isWhole(join(backupPath, 'unleash-backup-bare.json'), 1) ? 0 : 1;
      torn.ours += isWhole(join(dataDir, name), 2) ? 0 : 1;
    };
    for (let round = 0; round < 200 && torn.bare === 0; round += 1) {
      server.set(flag(key, round % 2 === 0, large));
      await until(() => {
        look();
        return bare.isEnabled(key) === (round % 2 === 0) && client.revision() === server.revision;
      });
    }
    expect(torn.bare).toBeGreaterThan(0);
    expect(torn.ours).toBe(0);
  });

  test('bare: without its folder each update fails and is fetched whole again, without end; ours: makes the folder', async () => {
    const server = await startServer(flag(key, true));
    const missing = join(await temporaryFolder(), 'not', 'there');
    startBare(server, { ...streaming, backupPath: join(missing, 'bare') });
    await until(() => streamsOf(server, 'bare') >= 5);
    const { client, errors } = await startClient(server, { dataDir: join(missing, 'ours') });
    await client.ready();
    server.set(flag(key, false));
    await until(() => !client.isLive(key));
    await client.close();
    expect(await readdir(join(missing, 'ours'))).toHaveLength(1);
    expect([streamsOf(server, 'gateway'), errors]).toEqual([1, []]);
  });
});

/** Whether a file has so many lines of JSON. */
function isWhole(path: string, lines: number): boolean {
  try {
    const parts = readFileSync(path, 'utf8').split('\n').slice(0, lines);
    for (const part of parts) JSON.parse(part);
    return parts.length === lines;
  } catch {
    return false;
  }
}

describe('hazard 6: what a question costs', () => {
  test('bare: a list of 250 values is searched at each question; ours: at least ten times less', async () => {
    const values = Array.from({ length: 250 }, (_, index) => `user-${index}`);
    const constraints = [
      { contextName: 'userId', operator: 'IN', values, inverted: false, caseInsensitive: false },
    ];
    const listed = flag('listed', true, {
      strategies: [{ name: 'default', parameters: {}, constraints }],
    } as never);
    const server = await startServer(listed);
    const bare = startBare(server, { disableMetrics: false, metricsInterval: 60_000 });
    await synchronized(bare);
    const { client } = await startClient(server);
    await client.ready();
    const context = { userId: 'user-249' };
    expect([bare.isEnabled('listed', context), client.isEnabled('listed', context)]).toEqual([true, true]);
    const cost = (ask: () => boolean) => {
      for (let index = 0; index < 5_000; index += 1) ask();
      const before = process.cpuUsage();
      for (let index = 0; index < 20_000; index += 1) ask();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [bareCost, ourCost] = [
      cost(() => bare.isEnabled('listed', context)),
      cost(() => client.isEnabled('listed', context)),
    ];
    expect(bareCost / ourCost).toBeGreaterThan(10);
  });
});
