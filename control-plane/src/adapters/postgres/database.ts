import pg from 'pg';

/** Runs one statement; used by every repository, inside or outside of a transaction. */
export interface Sql {
  /** Gives up, and the connection with it, after `limitMs`: a few seconds unless more is asked for. */
  query<Row>(text: string, values?: readonly unknown[], limitMs?: number): Promise<Row[]>;
}

/** The control plane's own pool of connections. */
export interface Database extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** A connection outside of the pool, for locks and notifications that last as long as it does; with the same limits. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/**
 * How long a statement may take, in milliseconds. The server gives up first; where nothing comes from it at all, the
 * connection has gone dark, and TCP would take a quarter of an hour to say so.
 */
export const statementLimits = { serverMs: 4_500, clientMs: 5_000 } as const;

/** Both ends look whether the other is still there: a session whose holder is gone must not keep its locks for hours. */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 5_000 } as const;

/** The same for the server, as settings of a session. */
export const serverSettings = {
  statement_timeout: statementLimits.serverMs,
  tcp_keepalives_idle: 5,
  tcp_keepalives_interval: 2,
  tcp_keepalives_count: 5,
} as const;

/** Opens the pool; `onIdleError` hears of connections that die while nobody uses them. */
export function openDatabase(url: string, onIdleError: (error: Error) => void): Database {
  const options = {
    connectionString: url,
    application_name: 'breakwater',
    ...keepAlive,
    connectionTimeoutMillis: statementLimits.clientMs,
    query_timeout: statementLimits.clientMs,
    options: Object.entries(serverSettings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
  const pool = new pg.Pool({ ...options, max: 12 });
  pool.on('error', onIdleError);
  return {
    query: (text, values, limitMs) => rows(pool, text, values, limitMs),
    transaction: (work) => inTransaction(pool, work),
    connect: async () => {
      const client = new pg.Client(options);
      client.on('error', onIdleError);
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
}

/** Whether nothing came back on a connection: whatever is asked on it next would wait as well. */
function isUnanswered(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

async function rows<Row>(
  on: pg.Pool | pg.PoolClient,
  text: string,
  values?: readonly unknown[],
  limitMs?: number,
) {
  const asked = { text, ...(values && { values: [...values] }), ...(limitMs && { query_timeout: limitMs }) };
  const result = await on.query(asked);
  return result.rows as Row[];
}

async function inTransaction<Result>(pool: pg.Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements tells nobody else.
  const onLost = (error: Error) => {
    broken = error;
  };
  client.on('error', onLost);
  try {
    await client.query('begin');
    const result = await work({ query: (text, values, limitMs) => rows(client, text, values, limitMs) });
    await client.query('commit');
    return result;
  } catch (error) {
    if (isUnanswered(error)) onLost(error);
    else await client.query('rollback').catch(onLost);
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}
