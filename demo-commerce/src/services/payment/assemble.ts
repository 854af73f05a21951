import { z } from 'zod';
import { OrderCancelled, topics } from '../../contract/events.ts';
import { userIdOf } from '../../platform/http-server.ts';
import { forgetOldDeliveries } from '../../platform/inbox.ts';
import { migrate } from '../../platform/migrate.ts';
import { startOutboxRelay } from '../../platform/outbox.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { startTicker } from '../../platform/ticker.ts';
import { retryHint } from './domain/payment.ts';
import { migrations, schema } from './migrations.ts';
import { openProvider } from './provider.ts';
import { openPaymentStore } from './store.ts';

const RequestPayment = z.object({
  orderId: z.uuid(),
  amountCents: z.number().int().min(1),
  card: z.string().min(1).max(40),
});

/** Takes the money of an order through the external provider, and gives it back where the order ends without a sale. */
export async function assemblePayment(platform: Platform): Promise<void> {
  const { app, config, log } = platform;
  const pool = await platform.openPostgres(4);
  await migrate(pool, 'payment', migrations);
  const store = openPaymentStore(pool);
  const flags = await platform.openFlags();
  const provider = openProvider(flags, await platform.openPeer('payment-gateway', config.paymentGatewayUrl));

  const bus = await platform.openBus();
  const relay = startOutboxRelay({ pool, schema, publish: bus.publish, log });
  platform.onClose(relay.close);

  const refunds = startTicker({
    name: 'refunding',
    intervalMs: 5000,
    log,
    work: async () => {
      for (const { orderId } of await store.listRefundsDue(20)) {
        await provider.refund(orderId);
        await store.markRefunded(orderId);
      }
      await forgetOldDeliveries(pool, schema, new Date(Date.now() - 86_400_000));
    },
  });
  platform.onClose(refunds.close);

  bus.consume(topics.orders, 'payment', async (event) => {
    if (event.type !== OrderCancelled.type) return;
    await store.cancel(event.id, OrderCancelled.data.parse(event.data).orderId);
    refunds.wake();
  });

  app.post('/payments', async (request) => {
    const parsed = RequestPayment.safeParse(request.body);
    if (!parsed.success) throw new ProblemError(422, 'payment_invalid', z.prettifyError(parsed.error));
    const { orderId, amountCents, card } = parsed.data;
    const known = await store.request(orderId, amountCents);
    if (known.status !== 'requested') return known;
    const charge = await provider.charge(orderId, amountCents, card);
    const hint =
      !charge.approved && flags.isEnabled('payment-retry-hint', { userId: userIdOf(request) })
        ? retryHint(charge.reason)
        : undefined;
    const settled = await store.settle(orderId, charge, hint);
    relay.wake();
    return settled;
  });

  app.get<{ Params: { orderId: string } }>('/payments/:orderId', async (request) => {
    const { orderId } = request.params;
    const payment = z.uuid().safeParse(orderId).success ? await store.find(orderId) : undefined;
    if (payment === undefined)
      throw new ProblemError(
        404,
        'payment_unknown',
        `There is no payment for order ${JSON.stringify(orderId)}.`,
      );
    return payment;
  });
}
