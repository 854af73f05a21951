import { z } from 'zod';

/** Topics of the shop; the key of each record in brackets. */
export const topics = {
  orders: 'commerce.orders.v1', // [order]
  stock: 'commerce.stock.v1', // [product]
} as const;

const Line = z.object({
  productId: z.string(),
  quantity: z.number().int().min(1),
  unitCents: z.number().int(),
});
const Order = z.object({
  orderId: z.string(),
  userId: z.string(),
  totalCents: z.number().int(),
  lines: z.array(Line),
});

const define = <T extends z.ZodType>(type: string, data: T) => ({ type, data });

/** An order was taken and stored. */
export const OrderPlaced = define('commerce.order.placed', Order);
/** Stock is held and the money is there. */
export const OrderConfirmed = define('commerce.order.confirmed', Order);
/** The order ended without a sale; stock that was held goes back, money too. */
export const OrderCancelled = define(
  'commerce.order.cancelled',
  z.object({ orderId: z.string(), reason: z.string() }),
);
/** Every line of the order is held. */
export const StockReserved = define('commerce.stock.reserved', z.object({ orderId: z.string() }));
/** At least one line could not be held, so none is. */
export const StockRejected = define(
  'commerce.stock.rejected',
  z.object({ orderId: z.string(), productId: z.string() }),
);
/** The payment provider took the money. */
export const PaymentCaptured = define(
  'commerce.payment.captured',
  z.object({ orderId: z.string(), amountCents: z.number().int() }),
);
/** The payment provider said no, for good. */
export const PaymentDeclined = define(
  'commerce.payment.declined',
  z.object({ orderId: z.string(), reason: z.string(), hint: z.string().optional() }),
);
/** A product's level after a movement; the highest version is the newest. */
export const StockChanged = define(
  'commerce.stock.changed',
  z.object({ productId: z.string(), available: z.number().int(), version: z.number().int() }),
);

export type OrderLine = z.infer<typeof Line>;
export type OrderData = z.infer<typeof Order>;
