import type { Outbox } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

/** The channel that wakes the publisher. */
export const outboxChannel = 'breakwater_outbox';

/** Stores events in the transaction of what they tell of; the publisher is woken at commit. */
export function outbox(sql: Sql): Outbox {
  return {
    async add(event) {
      await sql.query(
        'insert into ops.outbox (topic, key, event_id, type, data) values ($1, $2, $3, $4, $5)',
        [event.topic, event.key, event.eventId, event.type, JSON.stringify(event.data)],
      );
      await sql.query('select pg_notify($1, $2)', [outboxChannel, '']);
    },
  };
}
