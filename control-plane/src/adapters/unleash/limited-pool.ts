import type pg from 'pg';
import { keepAlive, serverSettings, statementLimits } from '../postgres/database.ts';

/** A connection of the flag engine's pool: with what its driver keeps of it. */
interface Pooled extends pg.Client {
  connectionParameters: { query_timeout?: number };
  /** Whether the server has answered everything. */
  readyForQuery: boolean;
}

/** How the flag engine connects, its migrations too. */
export const limitedConnection = { connectionTimeoutMillis: statementLimits.clientMs, ...keepAlive };

/** Settings of the flag engine's pool that give it the limits of ours; its migrations go past the pool, and may take longer. */
export const limitedPool = {
  afterCreate(client: Pooled, done: (error?: Error) => void): void {
    client.connectionParameters.query_timeout = statementLimits.clientMs;
    const settings = Object.entries(serverSettings).map(([name, value]) => `set ${name} = ${value};`);
    client.query(settings.join(' ')).then(
      () => done(),
      (error: Error) => {
        // The pool lets go of what it was not given, without ending it.
        client.end().catch(() => undefined);
        done(error);
      },
    );
  },

  /** What lies in the pool with a question open has gone dark: another is opened in its place. */
  validate: ({ readyForQuery }: Pooled): boolean => readyForQuery,
};
