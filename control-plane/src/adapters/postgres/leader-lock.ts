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
    if (this.#leads) return this.#stillThere(client);
    const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [
      this.#name,
    ]);
    this.#leads = rows[0]?.held === true;
    return this.#leads;
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

  async #stillThere(client: pg.Client): Promise<boolean> {
    await client.query('select 1');
    return this.#leads;
  }
}
