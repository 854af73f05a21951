import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openLog } from '../src/platform/log.ts';
import { inTransaction, openPostgres, type Pool } from '../src/platform/postgres.ts';

let pool: Pool;
beforeAll(async () => {
  const log = openLog({ service: 'order', instance: 'order-1', level: 'silent' });
  const url = inject('services').postgresUrl;
  pool = await openPostgres({ url, connections: 2, application: 'shop-test', log });
});
afterAll(() => pool?.end());

test('a connection that is lost between two statements fails its transaction and nothing else', async () => {
  const lost = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    const isGone = async () =>
      (await pool.query('select 1 from pg_stat_activity where pid = $1', [rows[0]!.pid])).rowCount === 0;
    await expect.poll(isGone).toBe(true);
    await client.query('select 1');
  });
  await expect(lost).rejects.toThrow(/terminat|not queryable/);
  const kept = await inTransaction(pool, (client) => client.query<{ one: number }>('select 1 as one'));
  expect(kept.rows).toEqual([{ one: 1 }]);
});
