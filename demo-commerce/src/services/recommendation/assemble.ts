import { userIdOf } from '../../platform/http-server.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';
import type { ProductCard } from '../catalog/domain/product.ts';
import { rankV1 } from './domain/ranker-v1.ts';
import { rankV2 } from './domain/ranker-v2.ts';
import { openFeatureSource } from './feature-source.ts';

const defaultLimit = 6;
const mostItems = 24;

/** What to show beside a product. Keeps no data of its own: all of it comes from the catalog. */
export async function assembleRecommendation(platform: Platform): Promise<void> {
  const { app, config } = platform;
  const flags = await platform.openFlags();
  const catalog = await platform.openPeer('catalog', config.catalogUrl);
  const features = openFeatureSource(flags, catalog, Date.now);

  const cards = flags.guard('catalog.cards', {
    dependency: 'catalog',
    timeoutMs: 500,
    deadlineMs: 700,
    concurrency: 32,
    queue: 32,
    idempotent: true,
    retry: tryOnceMore,
    hedgeAfterMs: 200,
    run: async (signal, ids: readonly string[], userId: string) => {
      const { body } = await catalog.call({ path: `/cards?ids=${ids.join(',')}`, userId, signal });
      return (JSON.parse(body.toString()) as { items: ProductCard[] }).items;
    },
  });

  app.get<{ Querystring: { productId?: string; limit?: string } }>('/recommendations', async (request) => {
    const { productId } = request.query;
    if (productId === undefined)
      throw new ProblemError(
        400,
        'product_missing',
        'Expected ?productId=, got none: name the product that is viewed.',
      );
    const userId = userIdOf(request);
    const limit = Math.min(mostItems, Math.max(1, Number(request.query.limit) || defaultLimit));
    const isV2 = flags.isEnabled('recommendation-ranker-v2', { userId });
    try {
      const ids = (isV2 ? rankV2 : rankV1)(await features.get(), productId, limit);
      const items = ids.length === 0 ? [] : (await cards(ids, userId)).value;
      return { ranker: isV2 ? 'v2' : 'v1', items };
    } catch (error) {
      throw new ProblemError(503, 'catalog_unavailable', 'Expected the catalog to answer, but it did not.', {
        cause: error,
      });
    }
  });
}
