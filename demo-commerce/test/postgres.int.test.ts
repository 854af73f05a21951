import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openLog } from '../src/platform/log.ts';
import { inTransaction, openPostgres, type Pool } from '../src/platform/postgres.ts';

const log = openLog({ service: 'order', instance: 'order-1', level: 'silent' });
let pool: Pool;
beforeAll(async () => {
  const url = inject('services').postgresUrl;
  pool = await openPostgres({ url, connections: 2, application: 'shop-test', log });
});
afterAll(() => pool?.end());

/** Ends the server's side of a connection, and waits until it is gone. */
async function terminate(pid: number): Promise<void> {
  await pool.query('select pg_terminate_backend($1)', [pid]);
  const isGone = async () =>
    (await pool.query('select 1 from pg_stat_activity where pid = $1', [pid])).rowCount === 0;
  await expect.poll(isGone).toBe(true);
}

const pidOf = async (client: Pick<Pool, 'query'>): Promise<number> =>
  (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;

/** A way to Postgres that can be stopped towards it: what the server says still comes. */
async function layWay(url: string) {
  const { hostname, port } = new URL(url);
  const nears = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    nears.add(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.on('close', () => far.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${own}` }).href,
    stop: () => {
      for (const near of nears) near.unpipe();
    },
    async close() {
      for (const near of nears) near.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a connection that is lost between two statements fails its transaction and nothing else', async () => {
  const lost = inTransaction(pool, async (client) => {
    await terminate(await pidOf(client as Pool));
    await client.query('select 1');
  });
  await expect(lost).rejects.toThrow(/terminat|not queryable/);
  const kept = await inTransaction(pool, (client) => client.query<{ one: number }>('select 1 as one'));
  expect(kept.rows).toEqual([{ one: 1 }]);
});

test('a pool that has ended hears of connections that the server ends before it knows of that', async () => {
  const way = await layWay(inject('services').postgresUrl);
  const told: unknown[] = [];
  const hearing = { ...log, warn: (details: unknown) => told.push(details) } as unknown as typeof log;
  const ended = await openPostgres({ url: way.url, connections: 1, application: 'shop-test', log: hearing });
  const gone = new Promise((resolve) => ended.once('remove', resolve));
  const pid = await pidOf(ended);
  way.stop();
  await ended.end();
  await terminate(pid);
  await gone;
  await way.close();
  expect(told).toEqual([{ reason: 'terminating connection due to administrator command' }]);
});
