import type { BusEvent } from '@breakwater/event-bus';
import {
  PaymentCaptured,
  PaymentDeclined,
  StockRejected,
  StockReserved,
  topics,
} from '../../contract/events.ts';
import { forgetOldDeliveries } from '../../platform/inbox.ts';
import { migrate } from '../../platform/migrate.ts';
import { startOutboxRelay } from '../../platform/outbox.ts';
import type { Platform } from '../../platform/platform.ts';
import { startTicker } from '../../platform/ticker.ts';
import type { SagaEvent, SagaInput } from './domain/saga.ts';
import { openExpressCheck } from './express.ts';
import { migrations, schema } from './migrations.ts';
import { startPayments } from './payments.ts';
import { openPrices } from './prices.ts';
import { addOrderRoutes } from './routes.ts';
import { openOrderStore } from './store.ts';

/** Orders from the click to confirmed or cancelled. */
export async function assembleOrder(platform: Platform): Promise<void> {
  const { app, config, log, metrics } = platform;
  const pool = await platform.openPostgres(6);
  await migrate(pool, 'order', migrations);
  const store = openOrderStore(pool);
  const flags = await platform.openFlags();
  const catalog = await platform.openPeer('catalog', config.catalogUrl);
  const inventory = await platform.openPeer('inventory', config.inventoryUrl);
  const payment = await platform.openPeer('payment', config.paymentUrl);

  const bus = await platform.openBus();
  const relay = startOutboxRelay({ pool, schema, publish: bus.publish, log });
  platform.onClose(relay.close);
  const onStep = (step: SagaEvent | undefined) => {
    if (step?.kind === 'payment_deferred') metrics.orders.inc({ result: 'deferred' });
    if (step?.kind === 'confirmed' || step?.kind === 'cancelled') {
      metrics.orders.inc({ result: step.kind });
      relay.wake();
    }
  };
  const payments = startPayments({ flags, payment, store, log, onStep });
  platform.onClose(payments.close);

  bus.consume(topics.orders, 'order', async (event) => {
    const news = newsOf(event);
    if (news === undefined) return;
    const step = await store.hear(event.id, news.orderId, news.input);
    onStep(step);
    if (step?.kind === 'reserved') payments.wake();
  });

  const janitor = startTicker({
    name: 'forgetting old deliveries',
    intervalMs: 600_000,
    log,
    work: async () => {
      await forgetOldDeliveries(pool, schema, new Date(Date.now() - 86_400_000));
    },
  });
  platform.onClose(janitor.close);

  addOrderRoutes(app, {
    flags,
    store,
    prices: openPrices(flags, catalog),
    express: openExpressCheck(flags, inventory),
    onPlaced() {
      metrics.orders.inc({ result: 'placed' });
      relay.wake();
    },
  });
}

function newsOf({ type, data }: BusEvent): { orderId: string; input: SagaInput } | undefined {
  switch (type) {
    case StockReserved.type:
      return { orderId: StockReserved.data.parse(data).orderId, input: { kind: 'stock_reserved' } };
    case StockRejected.type: {
      const { orderId, productId } = StockRejected.data.parse(data);
      return { orderId, input: { kind: 'stock_rejected', productId } };
    }
    case PaymentCaptured.type:
      return { orderId: PaymentCaptured.data.parse(data).orderId, input: { kind: 'payment_captured' } };
    case PaymentDeclined.type: {
      const { orderId, reason, hint } = PaymentDeclined.data.parse(data);
      return {
        orderId,
        input: { kind: 'payment_declined', reason, ...(hint === undefined ? {} : { hint }) },
      };
    }
    default:
      return undefined;
  }
}
