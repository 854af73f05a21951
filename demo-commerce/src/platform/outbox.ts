import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@breakwater/event-bus';
import type { Log } from './log.ts';
import { inTransaction, type Pool, type Queryable } from './postgres.ts';
import { startTicker, type Ticker } from './ticker.ts';
import { currentTrace, formatTraceparent } from './trace-context.ts';

/** The table an outbox lives in; `schema` is a constant of the service, never input. */
export const outboxTable = (schema: string) => `create table ${schema}.outbox (
  seq bigint generated always as identity primary key,
  topic text not null,
  event jsonb not null,
  created_at timestamptz not null default now()
)`;

/** An event as a service says it; id, time and trace are added when it is stored. */
export interface OutgoingEvent {
  topic: string;
  key: string;
  type: string;
  data: unknown;
}

/** Stores events in the caller's transaction: they are published if and only if it commits. */
export async function storeEvents(
  client: Queryable,
  schema: string,
  source: string,
  events: readonly OutgoingEvent[],
): Promise<void> {
  const trace = currentTrace();
  for (const { topic, key, type, data } of events) {
    const event: NewEvent = {
      id: randomUUID(),
      key,
      type,
      source: `demo-commerce/${source}`,
      time: new Date().toISOString(),
      data,
      ...(trace === undefined ? {} : { traceparent: formatTraceparent(trace) }),
    };
    await client.query(`insert into ${schema}.outbox (topic, event) values ($1, $2)`, [topic, event]);
  }
}

export interface OutboxRelayOptions {
  pool: Pool;
  schema: string;
  publish(topic: string, events: readonly NewEvent[]): Promise<void>;
  log: Log;
  /** Milliseconds between two looks where nobody wakes it. */
  intervalMs?: number;
}

const batchSize = 100;

/**
 * Reads stored events with `skip locked`, publishes them and deletes them in the same transaction: each goes out at
 * least once, whatever dies in between. Wake it after a commit that stored events.
 */
export function startOutboxRelay({
  pool,
  schema,
  publish,
  log,
  intervalMs = 500,
}: OutboxRelayOptions): Ticker {
  const flush = () =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ seq: string; topic: string; event: NewEvent }>(
        `select seq, topic, event from ${schema}.outbox order by seq limit ${batchSize} for update skip locked`,
      );
      for (const [topic, events] of byTopic(rows)) await publish(topic, events);
      if (rows.length > 0)
        await client.query(`delete from ${schema}.outbox where seq = any($1)`, [rows.map((row) => row.seq)]);
      return rows.length === batchSize;
    });
  return startTicker({ name: 'publishing from the outbox', intervalMs, log, work: flush });
}

function byTopic(rows: readonly { topic: string; event: NewEvent }[]): Map<string, NewEvent[]> {
  const topics = new Map<string, NewEvent[]>();
  for (const { topic, event } of rows) {
    const events = topics.get(topic);
    if (events === undefined) topics.set(topic, [event]);
    else events.push(event);
  }
  return topics;
}
