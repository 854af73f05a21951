import { type Fallback, type FallbackReason, type GuardResult, guardOutcomes } from '@breakwater/flag-sdk';
import { contextOf, type FlagClient } from '../../platform/flags.ts';
import type { Peer, PeerReply } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';

/** Why and how old an answer from memory is: the catalog did not answer, or its lists are shed by the switch. */
export interface LastCopy {
  because: 'catalog' | 'catalog.browse';
  ageMs: number;
}

/** JSON as the catalog sent it, now or when the copy was made. */
export interface CatalogAnswer {
  json: Buffer;
  copy: LastCopy | undefined;
}

const outageCopyMs = 3_600_000;
/** Longer than in an outage: who kills the lists has decided that an old one is better than none. */
const killedCopyMs = 12 * 3_600_000;

const outages: readonly FallbackReason[] = guardOutcomes.filter(
  (outcome) => outcome !== 'success' && outcome !== 'cancelled' && outcome !== 'killed',
);
const closed: PeerReply = { status: 204, body: Buffer.alloc(0) };

/**
 * Reads of the catalog through guards: tried again and hedged, as reading twice harms nobody, with the last good copy to fall back on.
 * The switch `catalog.browse` sheds the lists; a product's own page, needed to buy it, is always asked for.
 */
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
  const copyUpTo = (
    maxAgeMs: number,
    except: readonly FallbackReason[],
  ): Fallback<[string, string], PeerReply> => ({
    kind: 'last_good',
    keyOf: (path) => path,
    maxAgeMs,
    keepIf: ({ status }) => status === 200,
    except,
  });
  const productGuard = flags.guard('catalog.product', { ...policy, fallback: [copyUpTo(outageCopyMs, [])] });
  const listGuard = flags.guard('catalog.browse', {
    ...policy,
    switchKey: 'catalog.browse',
    contextOf: (_path, userId) => contextOf(userId),
    fallback: [
      copyUpTo(outageCopyMs, ['killed']),
      copyUpTo(killedCopyMs, outages),
      { kind: 'default', value: closed, except: outages },
    ],
  });

  /** Undefined where browsing is killed and no copy is at hand. */
  const list = async (path: string, userId: string, empty: string): Promise<CatalogAnswer | undefined> => {
    const result = await orUnavailable(listGuard(path, userId));
    const { status, body } = result.value;
    if (result.value === closed) return undefined;
    return { json: status === 200 ? body : Buffer.from(empty), copy: copyOf(result) };
  };

  return {
    products: (category: string | undefined, userId: string) => {
      const query = category === undefined ? '' : `?category=${encodeURIComponent(category)}`;
      return list(`/products${query}`, userId, '{"products":[]}');
    },
    bestsellers: (userId: string) => list('/bestsellers', userId, '{"items":[]}'),
    /** Undefined where there is no such product. */
    async product(id: string, userId: string): Promise<CatalogAnswer | undefined> {
      const result = await orUnavailable(productGuard(`/products/${encodeURIComponent(id)}`, userId));
      const { status, body } = result.value;
      return status === 200 ? { json: body, copy: copyOf(result) } : undefined;
    },
  };
}

export type CatalogClient = ReturnType<typeof openCatalogClient>;

function copyOf(result: GuardResult<PeerReply>): LastCopy | undefined {
  if (!result.degraded) return undefined;
  return {
    because: result.outcome === 'killed' ? 'catalog.browse' : 'catalog',
    ageMs: Math.round(result.ageMs ?? 0),
  };
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new ProblemError(
      503,
      'catalog_unavailable',
      'Expected the catalog to answer, but it did not; try again.',
      { cause: error },
    );
  }
}
