import { PaymentCaptured, PaymentDeclined, topics } from '../../contract/events.ts';
import { handleOnce } from '../../platform/inbox.ts';
import { type OutgoingEvent, storeEvents } from '../../platform/outbox.ts';
import { inTransaction, type Pool, type Queryable } from '../../platform/postgres.ts';
import { afterCancel, afterCharge, type Charge, type PaymentStatus } from './domain/payment.ts';
import { schema } from './migrations.ts';

/** A payment as it is stored. */
export interface Payment {
  orderId: string;
  status: PaymentStatus;
  amountCents: number;
  reason: string | null;
}

const columns = `order_id as "orderId", status, amount_cents as "amountCents", reason`;

/** Payments; what the provider said and the event that tells of it are one transaction. */
export function openPaymentStore(pool: Pool) {
  return {
    /** The order's payment, made if it is new. */
    async request(orderId: string, amountCents: number): Promise<Payment> {
      await pool.query(
        `insert into ${schema}.payment (order_id, status, amount_cents) values ($1, 'requested', $2) on conflict do nothing`,
        [orderId, amountCents],
      );
      return (await find(pool, orderId))!;
    },

    find: (orderId: string) => find(pool, orderId),

    /** Stores the provider's answer; `hint` goes to the shopper with a refusal. */
    async settle(orderId: string, charge: Charge, hint: string | undefined): Promise<Payment> {
      return inTransaction(pool, async (client) => {
        const payment = (await find(client, orderId, 'for update'))!;
        const status = afterCharge(payment.status, charge);
        if (status === payment.status) return payment;
        const reason = charge.approved ? null : charge.reason;
        await client.query(
          `update ${schema}.payment set status = $2, reason = $3, settled_at = now() where order_id = $1`,
          [orderId, status, reason],
        );
        if (status === 'captured' || status === 'declined')
          await storeEvents(client, schema, 'payment', [outcomeOf(payment, charge, hint)]);
        return { ...payment, status, reason };
      });
    },

    /** The order was cancelled: no money moves any more, and what moved goes back. Once per event. */
    async cancel(eventId: string, orderId: string): Promise<void> {
      await handleOnce(pool, { schema, consumer: 'payment-cancel', eventId }, async (client) => {
        await client.query(
          `insert into ${schema}.payment (order_id, status, amount_cents) values ($1, 'void', 0) on conflict do nothing`,
          [orderId],
        );
        const { status } = (await find(client, orderId, 'for update'))!;
        await setStatus(client, orderId, afterCancel(status));
      });
    },

    async listRefundsDue(limit: number): Promise<Payment[]> {
      const { rows } = await pool.query<Payment>(
        `select ${columns} from ${schema}.payment where status = 'refund_due' order by order_id limit $1`,
        [limit],
      );
      return rows;
    },

    markRefunded: (orderId: string) => setStatus(pool, orderId, 'refunded'),
  };
}

async function find(
  client: Queryable,
  orderId: string,
  lock: '' | 'for update' = '',
): Promise<Payment | undefined> {
  const { rows } = await client.query<Payment>(
    `select ${columns} from ${schema}.payment where order_id = $1 ${lock}`,
    [orderId],
  );
  return rows[0];
}

async function setStatus(client: Queryable, orderId: string, status: PaymentStatus): Promise<void> {
  await client.query(`update ${schema}.payment set status = $2 where order_id = $1`, [orderId, status]);
}

function outcomeOf(
  { orderId, amountCents }: Payment,
  charge: Charge,
  hint: string | undefined,
): OutgoingEvent {
  const place = { topic: topics.orders, key: orderId };
  if (charge.approved) return { ...place, type: PaymentCaptured.type, data: { orderId, amountCents } };
  const data = { orderId, reason: charge.reason, ...(hint === undefined ? {} : { hint }) };
  return { ...place, type: PaymentDeclined.type, data };
}
