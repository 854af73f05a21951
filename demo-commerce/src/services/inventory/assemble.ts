import { OrderCancelled, OrderPlaced, topics } from '../../contract/events.ts';
import { assortment } from '../../domain/assortment.ts';
import { forgetOldDeliveries } from '../../platform/inbox.ts';
import { migrate } from '../../platform/migrate.ts';
import { startOutboxRelay } from '../../platform/outbox.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { startTicker } from '../../platform/ticker.ts';
import { migrations, schema } from './migrations.ts';
import { openInventoryStore } from './store.ts';

const initialStock = 500;
const restockBelow = 100;
const delivery = 400;

/** What there is, and what orders hold of it: never below zero. */
export async function assembleInventory(platform: Platform): Promise<void> {
  const { app, log } = platform;
  const pool = await platform.openPostgres(4);
  await migrate(pool, 'inventory', migrations);
  const store = openInventoryStore(pool);
  await store.seed(
    assortment.map(({ id }) => id),
    initialStock,
  );
  await platform.openFlags();

  const bus = await platform.openBus();
  const relay = startOutboxRelay({ pool, schema, publish: bus.publish, log });
  platform.onClose(relay.close);
  bus.consume(topics.orders, 'inventory', async (event) => {
    if (event.type === OrderPlaced.type) {
      const { orderId, lines } = OrderPlaced.data.parse(event.data);
      await store.reserve(event.id, orderId, lines);
      relay.wake();
    }
    if (event.type === OrderCancelled.type) {
      await store.release(event.id, OrderCancelled.data.parse(event.data).orderId);
      relay.wake();
    }
  });

  const supplier = startTicker({
    name: 'restocking',
    intervalMs: 15_000,
    log,
    work: async () => {
      if ((await store.restock(restockBelow, delivery)) > 0) relay.wake();
      await forgetOldDeliveries(pool, schema, new Date(Date.now() - 86_400_000));
    },
  });
  platform.onClose(supplier.close);

  app.get<{ Params: { productId: string } }>('/stock/:productId', async (request) => {
    const { productId } = request.params;
    const available = await store.findLevel(productId);
    if (available === undefined)
      throw new ProblemError(
        404,
        'product_unknown',
        `There is no stock of a product ${JSON.stringify(productId)}.`,
      );
    return { productId, available };
  });
}
