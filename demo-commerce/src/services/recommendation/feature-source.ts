import { z } from 'zod';
import type { FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';
import { tryOnceMore } from '../../platform/try-again.ts';
import { type Features, prepareFeatures } from './domain/features.ts';

const FeaturesAnswer = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      category: z.string(),
      tags: z.array(z.string()),
      priceCents: z.number(),
      sold: z.number(),
    }),
  ),
  pairs: z.array(z.tuple([z.string(), z.string(), z.number()])),
});

const freshMs = 10_000;
const staleMs = 86_400_000;

/** What the rankers learn from: asked of the catalog every ten seconds, the last good answer in between and in need. */
export function openFeatureSource(flags: FlagClient, catalog: Peer, now: () => number) {
  let last: { features: Features; at: number } | undefined;
  let flight: Promise<Features> | undefined;

  const guarded = flags.guard('catalog.features', {
    dependency: 'catalog',
    timeoutMs: 1000,
    deadlineMs: 2000,
    idempotent: true,
    retry: tryOnceMore,
    concurrency: 2,
    queue: 2,
    run: async (signal) => {
      const { body } = await catalog.call({ path: '/features', signal });
      const { products, pairs } = FeaturesAnswer.parse(JSON.parse(body.toString()));
      return prepareFeatures(products, pairs);
    },
    fallback: [{ kind: 'last_good', keyOf: () => '', maxAgeMs: staleMs, maxEntries: 1 }],
  });

  const refresh = async () => {
    try {
      const { value } = await guarded();
      last = { features: value, at: now() };
      return value;
    } finally {
      flight = undefined;
    }
  };

  return {
    /** Rejects only where the catalog was never reached. */
    async get(): Promise<Features> {
      if (last !== undefined && now() - last.at < freshMs) return last.features;
      flight ??= refresh();
      // A stale copy is good enough for the one who asks while the next is under way.
      if (last !== undefined) {
        flight.catch(() => {});
        return last.features;
      }
      return flight;
    },
  };
}
