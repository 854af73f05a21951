import type { Sql } from './database.ts';

/** How long somebody waits for others who hold a name, in milliseconds. */
const waitMs = 20_000;

/** As long as a start with its migrations, or a change of the level, may take, in milliseconds. */
export const patienceMs = 10 * 60_000;

/** Holds a name until the transaction ends; others who want it wait, longer than any other statement may take. */
export async function lockUntilCommit(sql: Sql, name: string, limitMs = waitMs): Promise<void> {
  await sql.query(`set local statement_timeout = ${limitMs}`);
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name], limitMs);
}
