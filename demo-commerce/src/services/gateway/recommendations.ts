import { contextOf, type FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';
import type { ProductCard } from '../catalog/domain/product.ts';
import type { CatalogClient } from './catalog-client.ts';

/** What stands beside a product; degraded means an older choice for it, bestsellers, or nothing. */
export interface Recommendations {
  items: ProductCard[];
  degraded: boolean;
  source: 'ranker-v1' | 'ranker-v2' | 'bestsellers' | 'none';
  /** How old a choice from memory is, in milliseconds. */
  ageMs?: number;
}

const shown = 6;
const bestsellersFreshMs = 10_000;
const choiceMaxAgeMs = 300_000;

type Ranked = Pick<Recommendations, 'items' | 'source'>;

/** Recommendations through the guard and switch `recommendations`; in need the last good choice, else the catalog's bestsellers, else none. */
export function openRecommendations(options: {
  flags: FlagClient;
  peer: Peer;
  catalog: CatalogClient;
  now(): number;
}) {
  const { flags, peer, catalog, now } = options;
  let kept: { items: ProductCard[]; at: number } | undefined;
  let flight: Promise<ProductCard[]> | undefined;

  const askBestsellers = async () => {
    try {
      const list = await catalog.bestsellers('');
      if (list === undefined) throw new Error('lists are shed, and there is no copy of the bestsellers');
      const { items } = JSON.parse(list.json.toString()) as { items: ProductCard[] };
      kept = { items, at: now() };
      return items;
    } finally {
      flight = undefined;
    }
  };

  // In the moment of need the fallback costs a look into memory, not another call.
  const bestsellers = async (): Promise<ProductCard[]> => {
    if (kept !== undefined && now() - kept.at < bestsellersFreshMs) return kept.items;
    flight ??= askBestsellers();
    if (kept === undefined) return flight;
    flight.catch(() => {});
    return kept.items;
  };

  const guarded = flags.guard('recommendations', {
    dependency: 'recommendation',
    switchKey: 'recommendations',
    timeoutMs: 800,
    deadlineMs: 1500,
    concurrency: 64,
    queue: 32,
    run: async (signal, productId: string, userId: string): Promise<Ranked> => {
      const path = `/recommendations?productId=${encodeURIComponent(productId)}&limit=${shown}`;
      const { status, body } = await peer.call({ path, userId, signal });
      if (status !== 200) throw new Error(`recommendation refused a request with ${status}`);
      const { items, ranker } = JSON.parse(body.toString()) as { items: ProductCard[]; ranker: 'v1' | 'v2' };
      return { items, source: `ranker-${ranker}` };
    },
    contextOf: (_productId, userId) => contextOf(userId),
    fallback: [
      {
        kind: 'last_good',
        keyOf: (productId) => productId,
        maxAgeMs: choiceMaxAgeMs,
        keepIf: ({ items }) => items.length > 0,
        // Who kills the feature may do so because of what it shows.
        except: ['killed'],
      },
      {
        kind: 'reduced',
        answer: async (_reason, _error, productId): Promise<Ranked> => ({
          items: (await bestsellers()).filter(({ id }) => id !== productId).slice(0, shown),
          source: 'bestsellers',
        }),
      },
      { kind: 'default', value: { items: [], source: 'none' } },
    ],
  });

  return {
    /** Rejects only when its caller cancels: the worst answer is an empty one that says so. */
    async get(productId: string, userId: string): Promise<Recommendations> {
      const result = await guarded(productId, userId);
      const { value, degraded } = result;
      return 'ageMs' in result
        ? { ...value, degraded, ageMs: Math.round(result.ageMs) }
        : { ...value, degraded };
    },
    warm: () => bestsellers(),
  };
}

export type RecommendationClient = ReturnType<typeof openRecommendations>;
