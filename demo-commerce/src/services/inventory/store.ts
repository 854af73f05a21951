import { type OrderLine, StockChanged, StockRejected, StockReserved, topics } from '../../contract/events.ts';
import { handleOnce } from '../../platform/inbox.ts';
import { type OutgoingEvent, storeEvents } from '../../platform/outbox.ts';
import { inTransaction, type Pool, type Queryable } from '../../platform/postgres.ts';
import { mergeLines } from './domain/merge-lines.ts';
import { schema } from './migrations.ts';

interface Level {
  productId: string;
  available: number;
  version: number;
}

const returning = `returning product_id as "productId", available, version::int as version`;
const say = (client: Queryable, events: OutgoingEvent[]) => storeEvents(client, schema, 'inventory', events);

/** Stock and what orders hold of it; each movement and its events are one transaction. */
export function openInventoryStore(pool: Pool) {
  return {
    async seed(productIds: readonly string[], available: number): Promise<void> {
      await pool.query(
        `insert into ${schema}.stock (product_id, available) select unnest($1::text[]), $2 on conflict do nothing`,
        [productIds, available],
      );
    },

    async findLevel(productId: string): Promise<number | undefined> {
      const { rows } = await pool.query<{ available: number }>(
        `select available from ${schema}.stock where product_id = $1`,
        [productId],
      );
      return rows[0]?.available;
    },

    /** Holds every line or none, once per event and once per order. */
    async reserve(eventId: string, orderId: string, lines: readonly OrderLine[]): Promise<void> {
      await handleOnce(pool, { schema, consumer: 'inventory-reserve', eventId }, async (client) => {
        const known = await client.query(`select 1 from ${schema}.reservation where order_id = $1`, [
          orderId,
        ]);
        if (known.rowCount !== 0) return;
        await client.query('savepoint before_hold');
        const levels: Level[] = [];
        for (const line of mergeLines(lines)) {
          const level = await hold(client, orderId, line);
          if (level === undefined) {
            await client.query('rollback to savepoint before_hold');
            await say(client, [
              {
                topic: topics.orders,
                key: orderId,
                type: StockRejected.type,
                data: { orderId, productId: line.productId },
              },
            ]);
            return;
          }
          levels.push(level);
        }
        await say(client, [
          { topic: topics.orders, key: orderId, type: StockReserved.type, data: { orderId } },
          ...levels.map(changed),
        ]);
      });
    },

    /** Gives back what a cancelled order holds, once. */
    async release(eventId: string, orderId: string): Promise<void> {
      await handleOnce(pool, { schema, consumer: 'inventory-release', eventId }, async (client) => {
        const { rows: held } = await client.query<{ productId: string; quantity: number }>(
          `update ${schema}.reservation set state = 'released' where order_id = $1 and state = 'held'
           returning product_id as "productId", quantity`,
          [orderId],
        );
        const levels: Level[] = [];
        for (const { productId, quantity } of mergeLines(held)) {
          const { rows } = await client.query<Level>(
            `update ${schema}.stock set available = available + $2, version = version + 1 where product_id = $1 ${returning}`,
            [productId, quantity],
          );
          levels.push(...rows);
        }
        await say(client, levels.map(changed));
      });
    },

    /** A delivery of `units` for every product below `threshold`; the number of products. */
    async restock(threshold: number, units: number): Promise<number> {
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<Level>(
          `update ${schema}.stock set available = available + $2, version = version + 1
           where product_id in (
             select product_id from ${schema}.stock where available < $1 order by product_id for update skip locked
           ) ${returning}`,
          [threshold, units],
        );
        await say(client, rows.map(changed));
        return rows.length;
      });
    },
  };
}

async function hold(
  client: Queryable,
  orderId: string,
  { productId, quantity }: { productId: string; quantity: number },
): Promise<Level | undefined> {
  const { rows } = await client.query<Level>(
    `update ${schema}.stock set available = available - $2, version = version + 1
     where product_id = $1 and available >= $2 ${returning}`,
    [productId, quantity],
  );
  if (rows[0] !== undefined)
    await client.query(
      `insert into ${schema}.reservation (order_id, product_id, quantity, state) values ($1, $2, $3, 'held')`,
      [orderId, productId, quantity],
    );
  return rows[0];
}

function changed({ productId, available, version }: Level): OutgoingEvent {
  return {
    topic: topics.stock,
    key: productId,
    type: StockChanged.type,
    data: { productId, available, version },
  };
}
