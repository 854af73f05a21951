import type { Sql } from './database.ts';

/** Holds a name until the transaction ends; others who want it wait, as long as any statement may. */
export async function lockUntilCommit(sql: Sql, name: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

/** As long as a start with its migrations, or a change of the level, may take, in milliseconds. */
export const patienceMs = 10 * 60_000;

/** The same for what may take its time: from here on the server sets the transaction's statements no limit. */
export async function lockPatiently(sql: Sql, name: string): Promise<void> {
  await sql.query('set local statement_timeout = 0');
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name], patienceMs);
}
