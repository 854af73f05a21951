import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openShop, type Shop } from './harness/shop.ts';
import { eventually, placeOrder, stockOf, untilStatus } from './harness/shopper.ts';

const { kafkaBrokers } = inject('services');

describe.skipIf(kafkaBrokers === null)('on Kafka', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ env: { COMMERCE_BUS: `kafka://${kafkaBrokers}` } });
  });
  afterAll(() => shop?.close());

  test('orders are confirmed or cancelled as on Redis Streams', async () => {
    const before = await stockOf(shop, 'kettle-brook');
    const lines = [{ productId: 'kettle-brook', quantity: 1 }];
    const paid = await placeOrder(shop, { lines });
    const refused = await placeOrder(shop, { lines, card: 'card-declined' });
    await untilStatus(shop, paid.id, 'confirmed');
    await untilStatus(shop, refused.id, 'cancelled');
    await eventually(() => stockOf(shop, 'kettle-brook')).toBe(before - 1);
    const published = await shop.query('select 1 from orders.outbox');
    expect(published.length).toBeLessThanOrEqual(1);
  });
});
