import { inTransaction, type Pool, type Queryable } from './postgres.ts';

/** The table that remembers which events a consumer has handled. */
export const inboxTable = (schema: string) => `create table ${schema}.inbox (
  consumer text not null,
  event_id text not null,
  handled_at timestamptz not null default now(),
  primary key (consumer, event_id)
)`;

/** True once per event and consumer: call it in the transaction that handles the event, and stop where it says false. */
export async function isFirstDelivery(
  client: Queryable,
  schema: string,
  consumer: string,
  eventId: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into ${schema}.inbox (consumer, event_id) values ($1, $2) on conflict do nothing`,
    [consumer, eventId],
  );
  return rowCount === 1;
}

/** Forgets what no broker delivers again. */
export async function forgetOldDeliveries(
  client: Queryable,
  schema: string,
  olderThan: Date,
): Promise<number> {
  const { rowCount } = await client.query(`delete from ${schema}.inbox where handled_at < $1`, [olderThan]);
  return rowCount ?? 0;
}

/** Handles an event in one transaction and at most once per consumer; false where it was handled before. */
export async function handleOnce(
  pool: Pool,
  inbox: { schema: string; consumer: string; eventId: string },
  work: (client: Queryable) => Promise<void>,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!(await isFirstDelivery(client, inbox.schema, inbox.consumer, inbox.eventId))) return false;
    await work(client);
    return true;
  });
}
