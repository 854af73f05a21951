import { expect } from 'vitest';
import type { OrderView } from '../../src/services/order/domain/order-view.ts';
import type { Shop } from './shop.ts';

const patient = { timeout: 20_000, interval: 50 };

export interface PlaceOrder {
  lines: { productId: string; quantity: number }[];
  card?: string;
  express?: boolean;
  requestId?: string;
}

/** Orders through the front door. */
export async function placeOrder(shop: Shop, order: PlaceOrder, userId = 'ann'): Promise<OrderView> {
  const response = await fetch(`${shop.url('gateway')}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user-id': userId },
    body: JSON.stringify(order),
  });
  const answer = (await response.json()) as OrderView;
  expect(response.status, JSON.stringify(answer)).toBeLessThan(300);
  return answer;
}

export async function readOrder(shop: Shop, id: string): Promise<OrderView> {
  return (await (await fetch(`${shop.url('gateway')}/api/orders/${id}`)).json()) as OrderView;
}

/** Waits until the order has come so far. */
export async function untilStatus(shop: Shop, id: string, status: OrderView['status']): Promise<OrderView> {
  await expect.poll(async () => (await readOrder(shop, id)).status, patient).toBe(status);
  return readOrder(shop, id);
}

/** Waits until the condition gives the value. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, patient);

export async function stockOf(shop: Shop, productId: string): Promise<number> {
  const rows = await shop.query<{ available: number }>(
    'select available from inventory.stock where product_id = $1',
    [productId],
  );
  return rows[0]!.available;
}

/** Waits until no event waits to be published. */
export async function untilPublished(shop: Shop): Promise<void> {
  await eventually(async () => {
    const rows = await shop.query<{ waiting: number }>(
      `select ((select count(*) from orders.outbox) + (select count(*) from inventory.outbox)
        + (select count(*) from payment.outbox))::int as waiting`,
    );
    return rows[0]!.waiting;
  }).toBe(0);
}
