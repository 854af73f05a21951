import type { OrderLine } from '../../../contract/events.ts';
import type { OrderStatus } from './saga.ts';

/** An order as it is stored. */
export interface Order {
  id: string;
  userId: string;
  status: OrderStatus;
  lines: OrderLine[];
  totalCents: number;
  delivery: 'standard' | 'express';
  card: string;
  reason: string | null;
  hint: string | null;
  failedPayments: number;
  createdAt: Date;
}

const texts: Record<OrderStatus, string> = {
  placed: 'Received',
  reserved: 'Stock is held, payment is under way',
  payment_deferred: 'Authorised later: your order is safe, we take the payment shortly',
  confirmed: 'Confirmed',
  cancelled: 'Cancelled',
};

/** What the shopper sees of an order; the label only where the flag `order-express-label` is on for them. */
export function toOrderView(order: Order, withExpressLabel: boolean) {
  const { id, status, lines, totalCents, delivery, reason, hint, createdAt } = order;
  return {
    id,
    status,
    statusText: texts[status],
    lines,
    totalCents,
    delivery,
    ...(withExpressLabel
      ? { label: delivery === 'express' ? 'Express: with you tomorrow' : 'Two to three days' }
      : {}),
    ...(reason === null ? {} : { reason }),
    ...(hint === null ? {} : { hint }),
    createdAt: createdAt.toISOString(),
  };
}

export type OrderView = ReturnType<typeof toOrderView>;
