import pg from 'pg';

/** Runs one statement; used by every repository, inside or outside of a transaction. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The control plane's own pool of connections. */
export interface Database extends Sql {
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** A connection outside of the pool, for locks and notifications that last as long as it does. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** Opens the pool; `onIdleError` hears of connections that die while nobody uses them. */
export function openDatabase(url: string, onIdleError: (error: Error) => void): Database {
  const options = { connectionString: url, application_name: 'breakwater', connectionTimeoutMillis: 5_000 };
  const pool = new pg.Pool({ ...options, max: 12 });
  pool.on('error', onIdleError);
  return {
    query: (text, values) => rows(pool, text, values),
    transaction: (work) => inTransaction(pool, work),
    connect: async () => {
      const client = new pg.Client({ ...options, keepAlive: true });
      client.on('error', onIdleError);
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
}

async function rows<Row>(on: pg.Pool | pg.PoolClient, text: string, values?: readonly unknown[]) {
  const result = await on.query(text, values ? [...values] : undefined);
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
    const result = await work({ query: (text, values) => rows(client, text, values) });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}
