import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FlagClient } from '../../platform/flags.ts';
import { type HttpServer, userIdOf } from '../../platform/http-server.ts';
import { ProblemError } from '../../platform/problem.ts';
import { toOrderView } from './domain/order-view.ts';
import type { ExpressCheck } from './express.ts';
import type { PriceLookup } from './prices.ts';
import type { OrderStore } from './store.ts';

const PlaceOrder = z.object({
  lines: z
    .array(z.object({ productId: z.string().min(1).max(100), quantity: z.number().int().min(1).max(20) }))
    .min(1)
    .max(20),
  card: z.string().min(1).max(40).default('card-ok'),
  express: z.boolean().default(false),
  requestId: z.string().min(8).max(100).optional(),
});

export interface OrderRouteOptions {
  flags: FlagClient;
  store: OrderStore;
  prices: PriceLookup;
  express: ExpressCheck;
  onPlaced(): void;
}

/** Takes orders and tells what became of them. */
export function addOrderRoutes(
  app: HttpServer,
  { flags, store, prices, express, onPlaced }: OrderRouteOptions,
): void {
  const viewFor = (order: Parameters<typeof toOrderView>[0]) =>
    toOrderView(order, flags.isEnabled('order-express-label', { userId: order.userId }));

  app.post('/orders', async (request, reply) => {
    const parsed = PlaceOrder.safeParse(request.body);
    if (!parsed.success) throw new ProblemError(422, 'order_invalid', z.prettifyError(parsed.error));
    const { lines, card, requestId, express: wantsExpress } = parsed.data;
    const cents = await prices([...new Set(lines.map(({ productId }) => productId))]);
    const priced = lines.map((line) => {
      const unitCents = cents.get(line.productId);
      if (unitCents === undefined)
        throw new ProblemError(
          422,
          'product_unknown',
          `There is no product ${JSON.stringify(line.productId)}.`,
        );
      return { ...line, unitCents };
    });
    const userId = userIdOf(request);
    const { order, isNew } = await store.place({
      id: randomUUID(),
      requestId: requestId ?? randomUUID(),
      userId,
      lines: priced,
      totalCents: priced.reduce((sum, { quantity, unitCents }) => sum + quantity * unitCents, 0),
      delivery: wantsExpress ? await express(lines, userId) : 'standard',
      card,
    });
    if (isNew) onPlaced();
    return reply.status(isNew ? 201 : 200).send(viewFor(order));
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request) => {
    const { id } = request.params;
    const order = z.uuid().safeParse(id).success ? await store.find(id) : undefined;
    if (order === undefined)
      throw new ProblemError(404, 'order_unknown', `There is no order ${JSON.stringify(id)}.`);
    return viewFor(order);
  });
}
