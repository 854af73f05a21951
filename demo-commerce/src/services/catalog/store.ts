import type { AssortmentItem } from '../../domain/assortment.ts';
import { handleOnce } from '../../platform/inbox.ts';
import { inTransaction, type Pool } from '../../platform/postgres.ts';
import type { Product } from './domain/product.ts';
import { seedPairs, seedSold } from './domain/seed-sales.ts';
import { schema } from './migrations.ts';

/** How often two products were bought in one order; `a` sorts before `b`. */
export type Pair = readonly [a: string, b: string, times: number];

const columns = `id, name, category, price_cents as "priceCents", tags, blurb, sold, stock, created_at as "createdAt"`;

/** The catalog's own tables. */
export function openCatalogStore(pool: Pool) {
  return {
    async seed(items: readonly AssortmentItem[], stock: number): Promise<void> {
      await inTransaction(pool, async (client) => {
        const products = items.map((item) => ({ ...item, sold: seedSold(item.id), stock }));
        await client.query(
          `insert into ${schema}.product (id, name, category, price_cents, tags, blurb, sold, stock)
           select id, name, category, "priceCents", tags, blurb, sold, stock
           from jsonb_to_recordset($1) as p(id text, name text, category text, "priceCents" int, tags text[],
             blurb text, sold int, stock int)
           on conflict (id) do nothing`,
          [JSON.stringify(products)],
        );
        const pairs = seedPairs(items).map(([a, b, times]) => ({ a, b, times }));
        await client.query(
          `insert into ${schema}.bought_together (a, b, times)
           select a, b, times from jsonb_to_recordset($1) as p(a text, b text, times int) on conflict do nothing`,
          [JSON.stringify(pairs)],
        );
      });
    },

    async listProducts(): Promise<Product[]> {
      const { rows } = await pool.query<Product>(
        `select ${columns} from ${schema}.product order by category, name`,
      );
      return rows;
    },

    async findProduct(id: string): Promise<Product | undefined> {
      const { rows } = await pool.query<Product>(`select ${columns} from ${schema}.product where id = $1`, [
        id,
      ]);
      return rows[0];
    },

    async listPairs(): Promise<Pair[]> {
      const { rows } = await pool.query<{ a: string; b: string; times: number }>(
        `select a, b, times from ${schema}.bought_together`,
      );
      return rows.map(({ a, b, times }) => [a, b, times] as const);
    },

    /** Keeps the newest level only; events may come late or twice. */
    async setStock(productId: string, available: number, version: number): Promise<void> {
      await pool.query(
        `update ${schema}.product set stock = $2, stock_version = $3 where id = $1 and stock_version < $3`,
        [productId, available, version],
      );
    },

    /** Counts a confirmed order's lines once per event. */
    async countSale(
      eventId: string,
      lines: readonly { productId: string; quantity: number }[],
    ): Promise<void> {
      await handleOnce(pool, { schema, consumer: 'catalog-sales', eventId }, async (client) => {
        // In one order everywhere, so that two sales never wait for each other in a circle.
        const sorted = [...lines].sort((x, y) => (x.productId < y.productId ? -1 : 1));
        for (const { productId, quantity } of sorted)
          await client.query(`update ${schema}.product set sold = sold + $2 where id = $1`, [
            productId,
            quantity,
          ]);
        for (const [i, { productId: a }] of sorted.entries())
          for (const { productId: b } of sorted.slice(i + 1))
            if (a !== b)
              await client.query(
                `insert into ${schema}.bought_together (a, b, times) values ($1, $2, 1)
                 on conflict (a, b) do update set times = ${schema}.bought_together.times + 1`,
                [a, b],
              );
      });
    },
  };
}

export type CatalogStore = ReturnType<typeof openCatalogStore>;
