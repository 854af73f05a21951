import type pg from 'pg';
import type { Database } from './database.ts';

/** Asks Postgres whether it is there on a connection of its own, so that a hanging one holds nobody else up. */
export class Ping {
  readonly #database: Database;
  #client: pg.Client | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Rejects where Postgres cannot be reached. */
  async ask(): Promise<void> {
    const client = this.#client ?? (await this.#connect());
    try {
      await client.query('select 1');
    } catch (error) {
      this.#drop(client);
      throw error;
    }
  }

  close(): void {
    if (this.#client !== undefined) this.#drop(this.#client);
  }

  async #connect(): Promise<pg.Client> {
    const client = await this.#database.connect();
    client.once('end', () => this.#drop(client));
    this.#client = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    client.end().catch(() => undefined);
  }
}
