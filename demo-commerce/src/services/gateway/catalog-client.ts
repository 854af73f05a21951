import type { Fallback } from '@breakwater/flag-sdk';
import type { FlagClient } from '../../platform/flags.ts';
import type { Peer, PeerReply } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';

/** JSON as the catalog sent it; `stale` where it is the last copy because the catalog did not answer. */
export interface CatalogAnswer {
  json: Buffer;
  stale: boolean;
}

/** Reads of the catalog through guards: tried again and hedged, as reading twice harms nobody, with the last good copy to fall back on. */
export function openCatalogClient(flags: FlagClient, peer: Peer) {
  const policy = {
    dependency: 'catalog',
    timeoutMs: 1000,
    deadlineMs: 1500,
    concurrency: 64,
    queue: 64,
    idempotent: true,
    retry: tryOnceMore,
    hedgeAfterMs: 250,
    run: (signal: AbortSignal, path: string, userId: string): Promise<PeerReply> =>
      peer.call({ path, userId, signal }),
  };
  const lastCopy: Fallback<[string, string], PeerReply> = {
    kind: 'last_good',
    keyOf: (path) => path,
    maxAgeMs: 3_600_000,
    keepIf: ({ status }) => status === 200,
  };
  const list = flags.guard('catalog.list', { ...policy, fallback: [lastCopy] });
  const product = flags.guard('catalog.product', { ...policy, fallback: [lastCopy] });

  const answer = async (
    guarded: typeof list,
    path: string,
    userId: string,
  ): Promise<CatalogAnswer | undefined> => {
    try {
      const { value, degraded } = await guarded(path, userId);
      return value.status === 200 ? { json: value.body, stale: degraded } : undefined;
    } catch (error) {
      throw new ProblemError(
        503,
        'catalog_unavailable',
        'Expected the catalog to answer, but it did not; try again.',
        {
          cause: error,
        },
      );
    }
  };

  return {
    async products(category: string | undefined, userId: string): Promise<CatalogAnswer> {
      const path =
        category === undefined ? '/products' : `/products?category=${encodeURIComponent(category)}`;
      return (await answer(list, path, userId)) ?? { json: Buffer.from('{"products":[]}'), stale: false };
    },
    /** Undefined where there is no such product. */
    product: (id: string, userId: string) => answer(product, `/products/${encodeURIComponent(id)}`, userId),
    async bestsellers(userId: string): Promise<CatalogAnswer> {
      return (
        (await answer(list, '/bestsellers', userId)) ?? { json: Buffer.from('{"items":[]}'), stale: false }
      );
    },
  };
}

export type CatalogClient = ReturnType<typeof openCatalogClient>;
