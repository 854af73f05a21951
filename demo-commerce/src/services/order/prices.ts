import type { FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';
import type { ProductCard } from '../catalog/domain/product.ts';

/** Prices in cents by product id; products that do not exist are absent. */
export type PriceLookup = (productIds: readonly string[]) => Promise<Map<string, number>>;

/** Prices from the catalog; while it is away, the last ones it told. */
export function openPrices(flags: FlagClient, catalog: Peer): PriceLookup {
  const known = new Map<string, number>();
  const ask = flags.guard('catalog.prices', {
    dependency: 'catalog',
    timeoutMs: 800,
    deadlineMs: 1200,
    concurrency: 32,
    queue: 64,
    idempotent: true,
    retry: tryOnceMore,
    hedgeAfterMs: 200,
    run: async (signal, ids: readonly string[]) => {
      const { body } = await catalog.call({
        path: `/cards?ids=${ids.map(encodeURIComponent).join(',')}`,
        signal,
      });
      const { items } = JSON.parse(body.toString()) as { items: ProductCard[] };
      for (const { id, priceCents } of items) known.set(id, priceCents);
      return new Map(items.map(({ id, priceCents }) => [id, priceCents]));
    },
    fallback: [
      {
        kind: 'reduced',
        answer: (_reason, error, ids) => {
          const prices = new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id)!] as const] : [])));
          if (prices.size < new Set(ids).size) throw error;
          return prices;
        },
      },
    ],
  });

  return async (productIds) => {
    try {
      return (await ask(productIds)).value;
    } catch (error) {
      throw new ProblemError(
        503,
        'prices_unavailable',
        'Expected the catalog to tell prices, but it did not; try again.',
        {
          cause: error,
        },
      );
    }
  };
}
