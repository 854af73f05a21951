import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** Postgres stayed away; the message names its address and the variable. */
export class DatabaseAwayError extends Error {
  readonly code = 'database_away';
}

/** Waits for Postgres, saying so once; throws {@link DatabaseAwayError} after `timeoutMs`. */
export async function waitForDatabase(
  database: Database,
  url: string,
  timeoutMs: number,
  log: Logger,
): Promise<void> {
  const { host, pathname } = new URL(url);
  const until = performance.now() + timeoutMs;
  for (let isFirst = true; ; isFirst = false) {
    try {
      await database.query('select 1');
      return;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message || (cause as { code?: string }).code : String(cause);
      const what = `Postgres at ${host}${pathname} cannot be used (${why}); see BREAKWATER_DATABASE_URL`;
      if (performance.now() > until || !isTemporary(cause)) throw new DatabaseAwayError(what, { cause });
      if (isFirst) log.warn(`${what}. Trying again for ${Math.round(timeoutMs / 1000)} s.`);
      await delay(500);
    }
  }
}

/** A wrong password or a database that is not there does not get better by waiting. */
function isTemporary(cause: unknown): boolean {
  return !/^(28|3D)/.test((cause as { code?: string }).code ?? '');
}
