import { type Sql, statementLimits } from './database.ts';

/** How long somebody waits for others who hold a name, in milliseconds. */
const waitMs = 20_000;

/** As long as a start with its migrations, or a change of the level, may take, in milliseconds. */
export const patienceMs = 10 * 60_000;

/** Holds a name until the transaction ends; others who want it wait, longer than any other statement may take. */
export async function lockUntilCommit(sql: Sql, name: string, limitMs = waitMs): Promise<void> {
  await allowStatements(sql, limitMs);
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name], limitMs);
  // Whoever holds it is held to the usual limit again: the server must give up before the client does.
  await allowStatements(sql, statementLimits.serverMs);
}

/** How long a statement of this transaction may take at the server from now on, in milliseconds. */
export async function allowStatements(sql: Sql, limitMs: number): Promise<void> {
  await sql.query(`set local statement_timeout = ${limitMs}`);
}
