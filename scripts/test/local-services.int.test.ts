import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../process/ports.ts';
import { repositoryRoot } from '../process/repository.ts';
import { startWatchdog, type Watchdog } from '../process/watchdog.ts';
import type { LocalService, ServiceRoom } from '../services/local-service.ts';
import { ensureDatabase, startPostgres } from '../services/postgres/postgres.ts';
import { findPostgresIdentity } from '../services/postgres/postgres-identity.ts';
import { preparePlace, removeData } from '../services/postgres/postgres-place.ts';
import { findPostgres } from '../services/postgres/postgres-programs.ts';

describe('a Postgres of our own', () => {
  let dataDir: string;
  let watchdog: Watchdog;
  let room: ServiceRoom;
  let port: number;
  const running: LocalService[] = [];

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'breakwater-postgres-'));
    watchdog = startWatchdog();
    room = { dataDir, cacheDir: join(repositoryRoot, '.breakwater'), watchdog, say: () => {} };
    port = await findFreePort();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.process?.stop()));
    watchdog.close();
    removeData(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async () => {
    const service = await startPostgres(room, { url: undefined, port, password: 'for-this-test' });
    running.push(service);
    return service;
  };
  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };

  it('keeps its data over a stop and a start', async () => {
    const first = await start();
    const url = await ensureDatabase(first.url, 'shop');
    await query(url, 'create table note (text text); insert into note values ($$kept$$)');
    await first.process?.stop();
    await start();
    expect(await query(url, 'select text from note')).toEqual([{ text: 'kept' }]);
  });

  it('that goes away in the middle of a question is an error of that question, and of nothing else', async () => {
    const { url } = await start();
    const cutting = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) socket.on('error', () => socket.destroy());
      near.on('data', (asked) => {
        if (asked.includes('pg_database')) near.resetAndDestroy();
        else far.write(asked);
      });
      far.pipe(near);
      near.on('close', () => far.destroy());
    });
    await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
    const { port: between } = cutting.address() as AddressInfo;
    const through = Object.assign(new URL(url), { port: String(between) }).href;
    await expect(ensureDatabase(through, 'shop')).rejects.toThrow(/ECONNRESET|terminated/);
    await new Promise((resolve) => cutting.close(resolve));
  });

  it('starts again after it was killed and left its pid file behind', async () => {
    const first = await start();
    await query(first.url, 'create table note (text text); insert into note values ($$kept$$)');
    process.kill(first.process!.pid, 'SIGKILL');
    await first.process!.exited;
    const second = await start();
    expect(await query(second.url, 'select text from note')).toEqual([{ text: 'kept' }]);
  });

  it('is not misled by a pid file that names another program', async () => {
    const first = await start();
    await first.process?.stop();
    const place = preparePlace(dataDir, await findPostgres(), await findPostgresIdentity());
    writeFileSync(join(place.dataDir, 'postmaster.pid'), `${process.pid}\n${place.dataDir}\n`);
    const second = await start();
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('takes over from a server that outlived its parent', async () => {
    const first = await start();
    port = await findFreePort();
    const second = await start();
    expect(first.process!.hasExited()).toBe(true);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses a port in use and names the variable', async () => {
    await start();
    const other = mkdtempSync(join(tmpdir(), 'breakwater-postgres-'));
    try {
      const starting = startPostgres(
        { ...room, dataDir: other },
        { url: undefined, port, password: 'for-this-test' },
      );
      await expect(starting).rejects.toThrow(
        new RegExp(`Port ${port} for Postgres.*BREAKWATER_POSTGRES_PORT`),
      );
    } finally {
      removeData(other);
      rmSync(other, { recursive: true, force: true });
    }
  });
});
