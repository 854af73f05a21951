import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { startService } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { openLog } from '../../src/platform/log.ts';
import { openPostgres } from '../../src/platform/postgres.ts';
import type { ServiceName } from '../../src/service-names.ts';
import { startFlagServer } from './flag-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    services: { postgresUrl: string; redisUrl: string; kafkaBrokers: string | null };
  }
}

const every: readonly ServiceName[] = [
  'gateway',
  'catalog',
  'recommendation',
  'order',
  'inventory',
  'payment',
  'payment-gateway',
];

/** The shop on real stores, each test file with a database, a key prefix, topics and a folder of its own. */
export async function openShop(
  options: { env?: Record<string, string>; services?: readonly ServiceName[] } = {},
) {
  const { postgresUrl, redisUrl } = inject('services');
  const name = `shop_${randomUUID().replaceAll('-', '')}`;
  await runSql(postgresUrl, `create database ${name}`);
  const databaseUrl = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-'));
  const flags = await startFlagServer();
  const ports = new Map<ServiceName, number>();
  for (const service of [...every, 'lab'] as const) ports.set(service, await findPort());
  const url = (service: ServiceName) => `http://127.0.0.1:${ports.get(service)}`;

  const env = {
    BREAKWATER_DATA_DIR: dataDir,
    BREAKWATER_UNLEASH_API: flags.url,
    BREAKWATER_CONTROL_PLANE_URL: flags.url,
    BREAKWATER_LOG_LEVEL: process.env.SHOP_TEST_LOG ?? 'silent',
    COMMERCE_DATABASE_URL: databaseUrl,
    COMMERCE_REDIS_URL: redisUrl,
    COMMERCE_REDIS_PREFIX: `${name}:`,
    COMMERCE_BUS: redisUrl,
    COMMERCE_TOPIC_PREFIX: `${name.slice(0, 15).replace('_', '-')}.`,
    COMMERCE_CATALOG_URL: url('catalog'),
    COMMERCE_RECOMMENDATION_URL: url('recommendation'),
    COMMERCE_ORDER_URL: url('order'),
    COMMERCE_INVENTORY_URL: url('inventory'),
    COMMERCE_PAYMENT_URL: url('payment'),
    COMMERCE_PAYMENT_GATEWAY_URL: url('payment-gateway'),
    COMMERCE_GATEWAY_URLS: url('gateway'),
    COMMERCE_TARGETS: every.map((service) => `${service}=${url(service)}`).join(','),
    ...options.env,
  };
  const running = new Map<ServiceName, { close(): Promise<void> }>();
  const start = async (service: ServiceName) => {
    const config = readConfig(service, { ...env, COMMERCE_PORT: String(ports.get(service)) });
    running.set(service, await startService(config));
  };
  const stop = async (service: ServiceName) => {
    await running.get(service)?.close();
    running.delete(service);
  };
  await Promise.all((options.services ?? every).map(start));
  // Not a bare pool: its connections may end with the database before the server has heard that they are closed.
  const log = openLog({ service: 'shop', instance: 'test', level: 'silent' });
  const pool = await openPostgres({ url: databaseUrl, connections: 2, application: 'shop-test', log });

  return {
    flags,
    url,
    start,
    stop,
    env,
    /** Rows of one query on the shop's database. */
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
      return (await pool.query<Row>(sql, values)).rows;
    },
    async close() {
      await Promise.all([...running.values()].map((service) => service.close()));
      await flags.close();
      await pool.end();
      await runSql(postgresUrl, `drop database if exists ${name} with (force)`);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A port that is free now; kept below the range from which the system takes ports by itself. */
const givenOut = new Set<number>();

/** A free port, never the same one twice: nobody listens on it before the last of a shop is found. */
async function findPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (givenOut.has(port)) continue;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    givenOut.add(port);
    return port;
  }
}
