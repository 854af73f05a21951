import type { FlagClient } from '../../platform/flags.ts';
import type { Peer, PeerReply } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';

/** JSON as the catalog sent it; `stale` where it is the last copy because the catalog did not answer. */
export interface CatalogAnswer {
  json: Buffer;
  stale: boolean;
}

const mostCopies = 300;

/** Reads of the catalog through guards, with the last good copy to fall back on. */
export function openCatalogClient(flags: FlagClient, peer: Peer) {
  const copies = new Map<string, Buffer>();
  const policy = { dependency: 'catalog', timeoutMs: 1000, concurrency: 64, queue: 64 };

  const read = async (signal: AbortSignal, path: string, userId: string): Promise<PeerReply> => {
    const reply = await peer.call({ path, userId, signal });
    if (reply.status === 200) {
      copies.delete(path);
      copies.set(path, reply.body);
      if (copies.size > mostCopies) copies.delete(copies.keys().next().value as string);
    }
    return reply;
  };
  const lastCopy = (_reason: string, error: unknown, path: string): PeerReply => {
    const body = copies.get(path);
    if (body === undefined) throw error;
    return { status: 200, body };
  };
  const list = flags.guard('catalog.list', { ...policy, run: read, fallback: lastCopy });
  const product = flags.guard('catalog.product', { ...policy, run: read, fallback: lastCopy });

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
