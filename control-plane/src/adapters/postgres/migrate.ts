import { readdir, readFile } from 'node:fs/promises';
import type { Database } from './database.ts';
import { allowStatements, lockUntilCommit, patienceMs } from './lock.ts';

const folder = new URL('../../migrations/', import.meta.url);
const lock = 'breakwater.migrations';

/** Brings the schema `ops` up to date, each file once and in order; replicas that start together wait for each other. */
export async function migrate(database: Database): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return database.transaction(async (sql) => {
    await lockUntilCommit(sql, lock, patienceMs);
    await allowStatements(sql, patienceMs);
    await sql.query('create schema if not exists ops');
    await sql.query(
      'create table if not exists ops.migrations (name text primary key, at timestamptz not null default now())',
    );
    const done = new Set(
      (await sql.query<{ name: string }>('select name from ops.migrations')).map((r) => r.name),
    );
    const due = files.filter((name) => !done.has(name));
    for (const name of due) {
      await sql.query(await readFile(new URL(name, folder), 'utf8'), undefined, patienceMs);
      await sql.query('insert into ops.migrations (name) values ($1)', [name]);
    }
    return due;
  });
}
