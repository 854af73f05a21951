import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Cable, layCable } from './harness/cable.ts';
import { openShop, type Shop } from './harness/shop.ts';
import { eventually, placeOrder, readOrder, stockOf, untilStatus } from './harness/shopper.ts';

let shop: Shop;
let busCable: Cable;
let cacheCable: Cable;
beforeAll(async () => {
  const { hostname, port } = new URL(inject('services').redisUrl);
  busCable = await layCable({ host: hostname, port: Number(port || 6379) });
  cacheCable = await layCable({ host: hostname, port: Number(port || 6379) });
  shop = await openShop({
    env: { COMMERCE_BUS: `redis://${busCable.place}`, COMMERCE_REDIS_URL: `redis://${cacheCable.place}` },
  });
});
afterAll(async () => {
  await shop?.close();
  await busCable?.pull();
  await cacheCable?.pull();
});

const lines = [{ productId: 'kettle-brook', quantity: 1 }];

test('orders are taken while the bus is away, wait in the outbox, and are finished when it is back', async () => {
  await busCable.pull();
  const orders = await Promise.all(Array.from({ length: 5 }, () => placeOrder(shop, { lines })));
  const waiting = () => shop.query('select 1 from orders.outbox');
  expect(await waiting()).toHaveLength(5);
  for (const { id } of orders) expect((await readOrder(shop, id)).status).toBe('placed');

  await busCable.plug();
  for (const { id } of orders) await untilStatus(shop, id, 'confirmed');
  await eventually(waiting).toEqual([]);
});

test('products are displayed while Redis is away, and after a restart of the catalog without it', async () => {
  const list = async () => {
    const response = await fetch(`${shop.url('catalog')}/products`);
    const { products } = (await response.json()) as { products: unknown[] };
    return { status: response.status, products: products.length };
  };
  expect(await list()).toEqual({ status: 200, products: 60 });
  await cacheCable.pull();
  const readsFrom = async (tier: string) => {
    expect(await list()).toEqual({ status: 200, products: 60 });
    const metrics = await (await fetch(`${shop.url('catalog')}/metrics`)).text();
    return Number(
      new RegExp(`^catalog_reads_total\\{tier="${tier}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0,
    );
  };
  const before = await readsFrom('stale');
  await eventually(() => readsFrom('stale')).toBeGreaterThan(before);
  await shop.stop('catalog');
  await shop.start('catalog');
  expect(await list()).toEqual({ status: 200, products: 60 });
  const view = await fetch(`${shop.url('catalog')}/products/kettle-brook`);
  expect(await view.json()).toMatchObject({ id: 'kettle-brook', priceCents: 6490 });
  await cacheCable.plug();
});

describe('without the catalog', () => {
  test('the shop shows its last copies and takes orders at the last prices', async () => {
    const product = `${shop.url('gateway')}/api/products/kettle-brook`;
    await fetch(product);
    const { id: warm } = await placeOrder(shop, { lines });
    await untilStatus(shop, warm, 'confirmed');
    await shop.stop('catalog');
    const shown = await fetch(product);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('x-degraded')).toContain('catalog');
    const neverSeen = await fetch(`${shop.url('gateway')}/?category=Audio`);
    expect(neverSeen.status).toBe(503);
    expect(neverSeen.headers.get('content-type')).toContain('text/html');
    expect(await neverSeen.text()).toContain('That did not work');
    const { id, totalCents } = await placeOrder(shop, { lines });
    expect(totalCents).toBe(6490);
    await untilStatus(shop, id, 'confirmed');
    await shop.start('catalog');
  });
});

test('an order whose payment cannot be reached waits and is captured when the provider is back', async () => {
  await shop.stop('payment-gateway');
  const { id } = await placeOrder(shop, { lines });
  await untilStatus(shop, id, 'payment_deferred');
  await shop.start('payment-gateway');
  await untilStatus(shop, id, 'confirmed');
});

test('an order that is given up gives back its stock, and the money if it was taken after all', async () => {
  await shop.stop('payment-gateway');
  const before = await stockOf(shop, 'kettle-brook');
  const { id } = await placeOrder(shop, { lines });
  await untilStatus(shop, id, 'payment_deferred');
  await shop.query('update orders.purchase set failed_payments = 11, payment_due_at = now() where id = $1', [
    id,
  ]);
  expect((await untilStatus(shop, id, 'cancelled')).reason).toContain('could not be reached');
  await eventually(() => stockOf(shop, 'kettle-brook')).toBe(before);
  const payment = () =>
    shop.query<{ status: string }>('select status from payment.payment where order_id = $1', [id]);
  await eventually(async () => (await payment())[0]?.status).toBe('void');

  // The provider took the money although its answer never came.
  await shop.query(`update payment.payment set status = 'refund_due' where order_id = $1`, [id]);
  await shop.start('payment-gateway');
  await eventually(async () => (await payment())[0]?.status).toBe('refunded');
});
