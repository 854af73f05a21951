import { inTransaction, type Pool } from './postgres.ts';

/** One step of a schema's history; never edited once released. */
export interface Migration {
  name: string;
  sql: string;
}

// Any constant does, as long as every process of the shop uses the same.
const lockKey = 7_309_210_451;

/** Applies the missing migrations of one service, in order; instances that start together wait for each other. */
export async function migrate(
  pool: Pool,
  service: string,
  migrations: readonly Migration[],
): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey]);
    await client.query(`create table if not exists commerce_migrations (
      service text not null,
      name text not null,
      applied_at timestamptz not null default now(),
      primary key (service, name)
    )`);
    const { rows } = await client.query<{ name: string }>(
      'select name from commerce_migrations where service = $1',
      [service],
    );
    const known = new Set(rows.map((row) => row.name));
    const missing = migrations.filter((migration) => !known.has(migration.name));
    for (const { name, sql } of missing) {
      await client.query(sql);
      await client.query('insert into commerce_migrations (service, name) values ($1, $2)', [service, name]);
    }
    return missing.map((migration) => migration.name);
  });
}
