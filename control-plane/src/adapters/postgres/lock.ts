import type { Sql } from './database.ts';

/** Holds a name until the transaction ends; others who want it wait. */
export async function lockUntilCommit(sql: Sql, name: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}
