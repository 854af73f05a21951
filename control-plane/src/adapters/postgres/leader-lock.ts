import type pg from 'pg';
import type { Database } from './database.ts';

/** One of all replicas holds the lock; it passes on when that one's connection ends. */
export class LeaderLock {
  readonly #database: Database;
  readonly #name: string;
  #client: pg.Client | undefined;

  constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
  }

  /** Whether this process leads now; tries to become the leader where nobody is. */
  async holds(): Promise<boolean> {
    const client = this.#client ?? (await this.#connect());
    try {
      if (this.#leads) await client.query('select 1');
      else this.#leads = await this.#take(client);
      return this.#leads;
    } catch (error) {
      // What does not answer may have lost the lock already.
      await this.close();
      throw error;
    }
  }

  #leads = false;

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#leads = false;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = await this.#database.connect();
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined;
      this.#leads = false;
    });
    this.#client = client;
    return client;
  }

  async #take(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [
      this.#name,
    ]);
    return rows[0]?.held === true;
  }
}
