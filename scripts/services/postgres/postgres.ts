import { join } from 'node:path';
import pg from 'pg';
import { startProcess, untilReady } from '../../process/managed-process.ts';
import { assertPortFree } from '../../process/ports.ts';
import { SetupError } from '../../process/setup-error.ts';
import type { LocalService, ServiceRoom } from '../local-service.ts';
import { dataMajor, prepareData } from './postgres-data.ts';
import { findPostgresIdentity } from './postgres-identity.ts';
import { preparePlace } from './postgres-place.ts';
import { findPostgres } from './postgres-programs.ts';

/** Finds or starts Postgres: an URL in `url`, else a server of our own on `port`. */
export async function startPostgres(
  room: ServiceRoom,
  options: { url: string | undefined; port: number; password: string },
): Promise<LocalService> {
  if (options.url) return useGiven(options.url);
  const identity = await findPostgresIdentity();
  const place = preparePlace(
    room.dataDir,
    await findPostgres(dataMajor(join(room.dataDir, 'postgres'))),
    identity,
  );
  await prepareData(place, identity, options.password, room.signal);
  await assertPortFree(options.port, 'BREAKWATER_POSTGRES_PORT', 'Postgres');
  const running = await startProcess(
    {
      name: 'postgres',
      command: place.programs.postgres,
      args: ['-D', place.dataDir, '-p', String(options.port), ...settings(room.throwaway ?? false)],
      logFile: join(room.dataDir, 'logs', 'postgres.log'),
      stopSignal: 'INT',
      ...identity,
    },
    room.watchdog,
  );
  const url = `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  await untilReady(running, () => answers(url), 30_000, room.signal);
  return { url, origin: place.programs.origin, process: running };
}

/** The URL of a database on the same server, created where it is missing. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  // What was asked fails by itself; an error that nobody hears would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function settings(throwaway: boolean): string[] {
  const named: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(named).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function useGiven(url: string): Promise<LocalService> {
  try {
    await assertAnswers(url);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError(
      'postgres_unreachable',
      `Postgres at BREAKWATER_DATABASE_URL does not answer (${said}): start it or unset the variable`,
      cause,
    );
  }
  return { url, origin: 'Postgres of BREAKWATER_DATABASE_URL' };
}

async function assertAnswers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answers(url: string): Promise<boolean> {
  await assertAnswers(url);
  return true;
}
