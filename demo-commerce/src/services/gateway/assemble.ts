import type { Platform } from '../../platform/platform.ts';
import { addApiRoutes } from './api-routes.ts';
import { openCatalogClient } from './catalog-client.ts';
import { openOrderClient } from './order-client.ts';
import { addPageRoutes } from './page-routes.ts';
import { openRecommendations } from './recommendations.ts';

/** The one door to the shop. */
export async function assembleGateway(platform: Platform): Promise<void> {
  const { app, config } = platform;
  const flags = await platform.openFlags();
  const catalog = openCatalogClient(flags, await platform.openPeer('catalog', config.catalogUrl, 64));
  const recommendations = openRecommendations({
    flags,
    peer: await platform.openPeer('recommendation', config.recommendationUrl, 64),
    catalog,
    now: Date.now,
  });
  const orders = openOrderClient(flags, await platform.openPeer('order', config.orderUrl, 64));
  const parts = { flags, catalog, recommendations, orders };
  addApiRoutes(app, parts);
  addPageRoutes(app, parts);
  // A fallback is worth most when it was fetched before it is needed; a catalog that is not up yet is asked later.
  recommendations.warm().catch(() => {});
  catalog.products(undefined, '').catch(() => {});
}
