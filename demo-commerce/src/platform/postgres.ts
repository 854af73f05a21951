import pg from 'pg';
import type { Log } from './log.ts';
import { StartError } from './start-error.ts';

export type Pool = pg.Pool;
/** A pool or a client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** A small pool of this service's own; waits up to half a minute for the database, then throws StartError. */
export async function openPostgres(options: {
  url: string;
  connections: number;
  application: string;
  log: Log;
}): Promise<Pool> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    application_name: options.application,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 5000,
  });
  pool.on('error', (error) => options.log.warn({ reason: error.message }, 'Postgres connection lost'));
  const giveUpAt = Date.now() + 30_000;
  let isTold = false;
  for (;;) {
    try {
      await pool.query('select 1');
      return pool;
    } catch (error) {
      const reason = (error as Error).message || String((error as { code?: unknown }).code);
      if (Date.now() >= giveUpAt) {
        await pool.end();
        throw new StartError(
          'postgres_unavailable',
          `Expected Postgres at ${placeOf(options.url)} to answer within 30 s, but: ${reason}. Start it or set COMMERCE_DATABASE_URL.`,
          { cause: error },
        );
      }
      if (!isTold) options.log.warn({ reason }, `waiting for Postgres at ${placeOf(options.url)}`);
      isTold = true;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Runs the work in one transaction: all of it is stored, or nothing. */
export async function inTransaction<T>(pool: Pool, work: (client: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements tells nobody else, and an error that nobody hears ends the process.
  const onLost = (error: Error) => {
    broken = error;
  };
  client.on('error', onLost);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(onLost);
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
