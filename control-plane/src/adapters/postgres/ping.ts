import type pg from 'pg';
import { within } from '../../services/within.ts';
import type { Database } from './database.ts';

/** Asks Postgres whether it is there on a connection of its own, so that a hanging one holds nobody else up. */
export class Ping {
  readonly #database: Database;
  readonly #limitMs: number;
  #client: pg.Client | undefined;

  /**
   * A connection that has not answered within `limitMs` is given up: the next look opens another, which may take longer on a
   * busy server.
   */
  constructor(database: Database, limitMs: number) {
    this.#database = database;
    this.#limitMs = limitMs;
  }

  /** Rejects where Postgres cannot be reached. */
  async ask(): Promise<void> {
    const client = this.#client ?? (await this.#connect());
    try {
      await within(client.query('select 1'), this.#limitMs);
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

  /** With a question that nobody has answered, the end is that of the socket: no goodbye is waited for. */
  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    client.end().catch(() => undefined);
  }
}
