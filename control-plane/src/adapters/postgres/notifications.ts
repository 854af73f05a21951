import type pg from 'pg';
import type { Database } from './database.ts';

/** Hears one channel's payloads. */
export type NotificationHandler = (payload: string) => void;

/** Postgres LISTEN on a connection of its own, opened again whenever it is lost. */
export class Notifications {
  readonly #database: Database;
  readonly #handlers = new Map<string, NotificationHandler>();
  readonly #onGap: () => void;
  readonly #retryMs: number;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  /** `onGap` runs after the connection was lost and is back: notifications in between never arrive. */
  constructor(database: Database, onGap: () => void, retryMs = 500) {
    this.#database = database;
    this.#onGap = onGap;
    this.#retryMs = retryMs;
  }

  /** Subscribes before {@link open}. */
  on(channel: string, handler: NotificationHandler): void {
    this.#handlers.set(channel, handler);
  }

  async open(): Promise<void> {
    const client = await this.#database.connect();
    client.on('notification', ({ channel, payload }) => this.#handlers.get(channel)?.(payload ?? ''));
    this.#client = client;
    try {
      for (const channel of this.#handlers.keys()) await client.query(`listen ${channel}`);
    } catch (error) {
      // One that hears only half would go on beside the next.
      client.end().catch(() => undefined);
      throw error;
    }
    client.once('end', () => this.#lost());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => undefined);
  }

  #lost(): void {
    if (this.#closed) return;
    this.#client = undefined;
    this.#retry = setTimeout(() => {
      this.open().then(this.#onGap, () => this.#lost());
    }, this.#retryMs);
  }
}
