import type { Bus, NewEvent } from '@breakwater/event-bus';
import type { Database } from '../postgres/database.ts';

/** Events that are published in one go. */
const batch = 200;
const firstRetryMs = 500;
const lastRetryMs = 15_000;

/** What the publisher needs. */
export interface PublisherDeps {
  database: Database;
  /** Opens the bus; rejects while it is away. */
  open(): Promise<Bus>;
  /** Hears that the bus is away, once each time, and that it is back. */
  onAway(error: unknown): void;
  onBack(): void;
}

interface Row {
  id: string;
  topic: string;
  key: string;
  event_id: string;
  type: string;
  data: unknown;
  created_at: Date;
}

/** Publishes what waits in the outbox, in order, and again until the bus has taken it: a bus that is away fails nobody. */
export class OutboxPublisher {
  readonly #deps: PublisherDeps;
  #bus: Bus | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isClosed = false;
  #retryMs = firstRetryMs;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
  }

  /** Publishes now, unless it waits for a bus that is away. */
  wake(): void {
    this.#isWoken = true;
    if (this.#timer === undefined) this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // A bus that is still being opened is not waited for: it closes as soon as it is there.
    if (this.#bus === undefined) return;
    await this.#running;
    await this.#bus.close().catch(() => undefined);
  }

  #start(): void {
    if (this.#running !== undefined || this.#isClosed) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#isWoken && this.#timer === undefined) this.#start();
    });
  }

  async #drain(): Promise<void> {
    this.#isWoken = false;
    try {
      this.#bus ??= await this.#open();
      while (!this.#isClosed && (await this.#publishSome(this.#bus)));
      if (this.#retryMs > firstRetryMs) this.#deps.onBack();
      this.#retryMs = firstRetryMs;
    } catch (error) {
      if (this.#isClosed) return;
      if (this.#retryMs === firstRetryMs) this.#deps.onAway(error);
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#start();
      }, this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
    }
  }

  async #open(): Promise<Bus> {
    const bus = await this.#deps.open();
    if (this.#isClosed) await bus.close();
    return bus;
  }

  /** Rows go only once the bus has them; resolves to whether there may be more. */
  async #publishSome(bus: Bus): Promise<boolean> {
    return this.#deps.database.transaction(async (sql) => {
      const [lock] = await sql.query<{ held: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('breakwater.outbox', 0)) as held`,
      );
      if (!lock?.held) return false;
      const rows = await sql.query<Row>('select * from ops.outbox order by id limit $1', [batch]);
      for (const topic of new Set(rows.map((row) => row.topic))) {
        await bus.publish(topic, rows.filter((row) => row.topic === topic).map(toEvent));
      }
      await sql.query('delete from ops.outbox where id = any($1::bigint[])', [rows.map((row) => row.id)]);
      return rows.length === batch;
    });
  }
}

function toEvent(row: Row): NewEvent {
  return {
    id: row.event_id,
    key: row.key,
    type: row.type,
    source: 'control-plane',
    time: row.created_at.toISOString(),
    data: row.data,
  };
}
