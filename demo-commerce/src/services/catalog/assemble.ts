import { Counter } from 'prom-client';
import { OrderConfirmed, StockChanged, topics } from '../../contract/events.ts';
import { assortment } from '../../domain/assortment.ts';
import { limitConcurrency } from '../../platform/limit-concurrency.ts';
import { migrate } from '../../platform/migrate.ts';
import type { Platform } from '../../platform/platform.ts';
import { openRedis } from '../../platform/redis.ts';
import { createTieredCache } from '../../platform/tiered-cache.ts';
import { buildView } from './domain/build-views.ts';
import { parseViewKey } from './domain/view-key.ts';
import { migrations } from './migrations.ts';
import { openReadModel } from './read-model.ts';
import { startRefresher } from './refresher.ts';
import { addCatalogRoutes } from './routes.ts';
import { openCatalogStore } from './store.ts';

const initialStock = 500;

/** Products for display: a read model in Redis over the tables that are the truth. */
export async function assembleCatalog(platform: Platform): Promise<void> {
  const { app, config, log, metrics } = platform;
  const pool = await platform.openPostgres(4);
  await migrate(pool, 'catalog', migrations);
  const store = openCatalogStore(pool);
  await store.seed(assortment, initialStock);
  const flags = await platform.openFlags();

  const redis = await openRedis(config.redisUrl, log);
  platform.onClose(() => redis.disconnect());
  const readModel = openReadModel(redis, config.redisPrefix);
  const reads = new Counter({
    name: 'catalog_reads_total',
    help: 'Display reads by where the answer came from',
    labelNames: ['tier'],
    registers: [metrics.registry],
  });

  const limited = limitConcurrency(2, 64);
  const load = (key: string) =>
    limited(async () => {
      const { view, variant } = parseViewKey(key);
      if (view.kind !== 'product') return buildView(view, variant, await store.listProducts());
      const product = await store.findProduct(view.id);
      return product === undefined ? null : buildView(view, variant, [product]);
    });
  const cache = createTieredCache({
    remote: readModel,
    load,
    now: Date.now,
    freshMs: 1000,
    staleMs: 600_000,
    restMs: 500,
    maxEntries: 1000,
    onRead: (tier) => reads.inc({ tier }),
  });
  addCatalogRoutes(app, { flags, store, read: cache.read });

  const refresher = startRefresher({
    listProducts: store.listProducts,
    putAll: readModel.putAll,
    isLive: () => flags.isLive('catalog.cache-refresh'),
    log,
  });
  platform.onClose(refresher.close);

  const bus = await platform.openBus();
  bus.consume(topics.stock, 'catalog-stock', async (event) => {
    if (event.type !== StockChanged.type) return;
    const { productId, available, version } = StockChanged.data.parse(event.data);
    await store.setStock(productId, available, version);
    refresher.markChanged();
  });
  bus.consume(topics.orders, 'catalog-sales', async (event) => {
    if (event.type !== OrderConfirmed.type) return;
    await store.countSale(event.id, OrderConfirmed.data.parse(event.data).lines);
    refresher.markChanged();
  });
}
