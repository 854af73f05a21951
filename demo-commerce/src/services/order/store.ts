import {
  OrderCancelled,
  OrderConfirmed,
  type OrderData,
  OrderPlaced,
  topics,
} from '../../contract/events.ts';
import { handleOnce } from '../../platform/inbox.ts';
import { storeEvents } from '../../platform/outbox.ts';
import { inTransaction, type Pool, type Queryable } from '../../platform/postgres.ts';
import type { Order } from './domain/order-view.ts';
import { decide, evolve, type SagaEvent, type SagaInput } from './domain/saga.ts';
import { schema } from './migrations.ts';

/** A new order; `requestId` makes a repeated request the same order. */
export type NewOrder = Pick<Order, 'id' | 'userId' | 'lines' | 'totalCents' | 'delivery' | 'card'> & {
  requestId: string;
};

/** An order whose payment is due. */
export type DuePayment = Pick<Order, 'id' | 'userId' | 'totalCents' | 'card'>;

const columns = `id, user_id as "userId", status, lines, total_cents as "totalCents", delivery, card, reason, hint,
  failed_payments as "failedPayments", created_at as "createdAt"`;

/** Orders; every step of one and the event that tells of it are one transaction. */
export function openOrderStore(pool: Pool) {
  return {
    /** Stores the order and its event; the order that is already there where the request was seen before. */
    async place(order: NewOrder): Promise<{ order: Order; isNew: boolean }> {
      return inTransaction(pool, async (client) => {
        const { id, requestId, userId, lines, totalCents, delivery, card } = order;
        const inserted = await client.query<Order>(
          `insert into ${schema}.purchase (id, request_id, user_id, status, lines, total_cents, delivery, card)
           values ($1, $2, $3, 'placed', $4, $5, $6, $7) on conflict (request_id) do nothing returning ${columns}`,
          [id, requestId, userId, JSON.stringify(lines), totalCents, delivery, card],
        );
        if (inserted.rows[0] !== undefined) {
          await say(client, OrderPlaced.type, id, dataOf(inserted.rows[0]));
          return { order: inserted.rows[0], isNew: true };
        }
        const known = await client.query<Order>(
          `select ${columns} from ${schema}.purchase where request_id = $1`,
          [requestId],
        );
        return { order: known.rows[0]!, isNew: false };
      });
    },

    async find(id: string): Promise<Order | undefined> {
      const { rows } = await pool.query<Order>(`select ${columns} from ${schema}.purchase where id = $1`, [
        id,
      ]);
      return rows[0];
    },

    /** News by an event: handled once, however often it comes. */
    async hear(eventId: string, orderId: string, input: SagaInput): Promise<SagaEvent | undefined> {
      let result: SagaEvent | undefined;
      await handleOnce(pool, { schema, consumer: 'order-saga', eventId }, async (client) => {
        result = await advance(client, orderId, input);
      });
      return result;
    },

    /** News from an attempt of our own. */
    async learn(orderId: string, input: SagaInput): Promise<SagaEvent | undefined> {
      return inTransaction(pool, (client) => advance(client, orderId, input));
    },

    /** Takes due payments for `leaseMs`: nobody else tries them meanwhile, and they come back if we die. */
    async leaseDuePayments(limit: number, leaseMs: number, withDeferred: boolean): Promise<DuePayment[]> {
      const { rows } = await pool.query<DuePayment>(
        `update ${schema}.purchase set payment_due_at = now() + $2 * interval '1 millisecond'
         where id in (
           select id from ${schema}.purchase
           where payment_due_at <= now() and status = any($3)
           order by payment_due_at limit $1 for update skip locked
         )
         returning id, user_id as "userId", total_cents as "totalCents", card`,
        [limit, leaseMs, withDeferred ? ['reserved', 'payment_deferred'] : ['reserved']],
      );
      return rows;
    },
  };
}

export type OrderStore = ReturnType<typeof openOrderStore>;

async function advance(client: Queryable, orderId: string, input: SagaInput): Promise<SagaEvent | undefined> {
  const { rows } = await client.query<Order>(
    `select ${columns} from ${schema}.purchase where id = $1 for update`,
    [orderId],
  );
  const order = rows[0];
  const event = order === undefined ? undefined : decide(input, order);
  if (order === undefined || event === undefined) return undefined;
  const next = evolve(order, event);
  const isCancelled = event.kind === 'cancelled';
  await client.query(
    `update ${schema}.purchase set status = $2, failed_payments = $3, reason = $4, hint = $5, updated_at = now(),
       payment_due_at = now() + $6::int * interval '1 millisecond' where id = $1`,
    [
      orderId,
      next.status,
      next.failedPayments,
      isCancelled ? event.reason : null,
      isCancelled ? (event.hint ?? null) : null,
      'payInMs' in event ? event.payInMs : null,
    ],
  );
  if (event.kind === 'confirmed') await say(client, OrderConfirmed.type, orderId, dataOf(order));
  if (isCancelled) await say(client, OrderCancelled.type, orderId, { orderId, reason: event.reason });
  return event;
}

function say(client: Queryable, type: string, orderId: string, data: unknown): Promise<void> {
  return storeEvents(client, schema, 'order', [{ topic: topics.orders, key: orderId, type, data }]);
}

function dataOf({ id, userId, totalCents, lines }: Order): OrderData {
  return { orderId: id, userId, totalCents, lines };
}
