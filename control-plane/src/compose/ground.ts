import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { type Database, openDatabase } from '../adapters/postgres/database.ts';
import { lockUntilCommit, patienceMs } from '../adapters/postgres/lock.ts';
import { Ping } from '../adapters/postgres/ping.ts';
import { saysAway } from '../adapters/postgres/says-away.ts';
import { openStore } from '../adapters/postgres/store.ts';
import { waitForDatabase } from '../adapters/postgres/wait-for-database.ts';
import type { Config } from '../config.ts';
import { DatabaseWatch, pingLimitMs } from '../services/database-watch.ts';
import type { StoreWithTransactions } from '../services/ports/store.ts';

/** How long Postgres may be away at the start. */
const databaseWaitMs = 20_000;

/** What keeps failing is said again this often, not each time. */
const sameWarningMs = 10_000;

/** Flags are read again this often even when nothing was told, in case a notification was lost. */
export const rereadEveryMs = 5_000;

/** What a caller may put in place of the real thing. */
export interface Overrides {
  log?: Logger;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** What every part is built with. */
export interface Ground {
  config: Config;
  log: Logger;
  now: () => number;
  /** Tells this process from the other replicas. */
  replica: string;
  database: Database;
  store: StoreWithTransactions;
  watch: DatabaseWatch;
  /** Takes what must be closed; the last opened is closed first. */
  onClose(close: () => unknown): void;
  /** A handler that logs what went wrong and goes on. */
  warn(what: string): (error: unknown) => void;
}

export async function openGround(
  config: Config,
  overrides: Overrides,
  closers: (() => unknown)[],
): Promise<Ground> {
  const log = overrides.log ?? pino({ name: 'control-plane', level: config.logLevel });
  const replica = randomUUID();
  const lastWarned = new Map<string, number>();
  const warn = (what: string) => (error: unknown) => {
    if (Date.now() - (lastWarned.get(what) ?? 0) < sameWarningMs) return;
    lastWarned.set(what, Date.now());
    log.warn({ err: error instanceof Error ? error.message : String(error) }, what);
  };
  const database = openDatabase(config.databaseUrl, warn('a Postgres connection was lost'));
  closers.push(() => database.close());
  await waitForDatabase(database, config.databaseUrl, databaseWaitMs, log);
  const ping = new Ping(database, pingLimitMs);
  closers.push(() => ping.close());
  const watch = new DatabaseWatch({
    ping: () => ping.ask(),
    saysAway,
    onAway: () => log.warn('Postgres is away: kills go to the journal, everything else is refused'),
    onBack: () => log.info('Postgres is back'),
  });
  closers.push(() => watch.close());
  return {
    config,
    log,
    now: overrides.now ?? Date.now,
    replica,
    database,
    store: openStore(database, config.environment, replica),
    watch,
    onClose: (close) => closers.push(close),
    warn,
  };
}

/** Replicas that start together migrate and seed one after the other. */
export function inTurn<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  return database.transaction(async (sql) => {
    await lockUntilCommit(sql, 'breakwater.start', patienceMs);
    return work();
  });
}
