import { openBus } from '@breakwater/event-bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  OrderConfirmed,
  OrderPlaced,
  PaymentCaptured,
  StockReserved,
  topics,
} from '../src/contract/events.ts';
import { openShop, type Shop } from './harness/shop.ts';
import {
  eventually,
  placeOrder,
  readOrder,
  stockOf,
  untilPublished,
  untilStatus,
} from './harness/shopper.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const kettle = 'kettle-brook';

describe('an order', () => {
  test('is taken, its stock held, its money captured, and confirmed', async () => {
    const before = await stockOf(shop, kettle);
    const placed = await placeOrder(shop, { lines: [{ productId: kettle, quantity: 2 }], express: true });
    expect(placed).toMatchObject({ status: 'placed', totalCents: 2 * 6490, delivery: 'express' });
    await untilStatus(shop, placed.id, 'confirmed');
    expect(await stockOf(shop, kettle)).toBe(before - 2);
    const payments = await shop.query(
      'select status, amount_cents from payment.payment where order_id = $1',
      [placed.id],
    );
    expect(payments).toEqual([{ status: 'captured', amount_cents: 2 * 6490 }]);
  });

  test('counts as a sale in the catalog, whose stock on display follows', async () => {
    const read = () =>
      shop.query<{ sold: number; stock: number }>('select sold, stock from catalog.product where id = $1', [
        'vase-dune',
      ]);
    const before = (await read())[0]!;
    const { id } = await placeOrder(shop, { lines: [{ productId: 'vase-dune', quantity: 3 }] });
    await untilStatus(shop, id, 'confirmed');
    await eventually(async () => (await read())[0]).toEqual({
      sold: before.sold + 3,
      stock: before.stock - 3,
    });
  });

  test('whose payment is refused is cancelled and its stock goes back', async () => {
    const before = await stockOf(shop, 'turntable-revolve');
    const { id } = await placeOrder(shop, {
      lines: [{ productId: 'turntable-revolve', quantity: 4 }],
      card: 'card-declined',
    });
    const order = await untilStatus(shop, id, 'cancelled');
    expect(order.reason).toBe('insufficient funds');
    expect(order.hint).toBeUndefined();
    await eventually(() => stockOf(shop, 'turntable-revolve')).toBe(before);
    const held = await shop.query('select state from inventory.reservation where order_id = $1', [id]);
    expect(held).toEqual([{ state: 'released' }]);
  });

  test('for more than there is is cancelled and holds nothing', async () => {
    await shop.query(`update inventory.stock set available = 3 where product_id = 'record-brush'`);
    const before = await stockOf(shop, 'record-crate-pine');
    const { id } = await placeOrder(shop, {
      lines: [
        { productId: 'record-crate-pine', quantity: 1 },
        { productId: 'record-brush', quantity: 4 },
      ],
    });
    expect((await untilStatus(shop, id, 'cancelled')).reason).toBe('record-brush is sold out');
    expect(await stockOf(shop, 'record-brush')).toBe(3);
    expect(await stockOf(shop, 'record-crate-pine')).toBe(before);
    expect(
      await shop.query('select * from payment.payment where order_id = $1 and amount_cents > 0', [id]),
    ).toEqual([]);
  });

  test('sent twice under one request id is one order', async () => {
    const order = { lines: [{ productId: kettle, quantity: 1 }], requestId: 'the-same-request' };
    const [first, second] = await Promise.all([placeOrder(shop, order), placeOrder(shop, order)]);
    expect(second.id).toBe(first.id);
    await untilStatus(shop, first.id, 'confirmed');
  });

  test('that makes no sense is refused with a problem that says why', async () => {
    const send = async (body: unknown) => {
      const response = await fetch(`${shop.url('gateway')}/api/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      return { status: response.status, ...((await response.json()) as { code: string; detail: string }) };
    };
    expect(await send({ lines: [{ productId: 'nothing', quantity: 1 }] })).toMatchObject({
      status: 422,
      code: 'product_unknown',
    });
    expect(await send({ lines: [{ productId: kettle, quantity: 0 }] })).toMatchObject({
      status: 422,
      code: 'order_invalid',
    });
    expect((await fetch(`${shop.url('gateway')}/api/orders/not-an-id`)).status).toBe(404);
  });
});

test('events that are delivered twice change nothing', async () => {
  const product = 'mirror-round-60';
  const placed = await placeOrder(shop, { lines: [{ productId: product, quantity: 2 }] });
  await untilStatus(shop, placed.id, 'confirmed');
  await untilPublished(shop);
  const sold = async () =>
    (await shop.query<{ sold: number }>('select sold from catalog.product where id = $1', [product]))[0]!
      .sold;
  const lastOf = async (schema: string, consumer: string) =>
    (
      await shop.query<{ event_id: string }>(
        `select event_id from ${schema}.inbox where consumer = $1 order by handled_at desc limit 1`,
        [consumer],
      )
    )[0]!.event_id;
  const hasHandled = async (schema: string, eventId: string) =>
    (await shop.query(`select 1 from ${schema}.inbox where event_id = $1`, [eventId])).length > 0;
  const confirmed = await shop.query(`select 1 from orders.purchase where status = 'confirmed'`);
  await eventually(async () => (await shop.query('select 1 from catalog.inbox')).length).toBe(
    confirmed.length,
  );
  const before = { stock: await stockOf(shop, product), sold: await sold() };

  const bus = await openBus(shop.env.COMMERCE_BUS, { clientId: 'repeater' });
  const data = { orderId: placed.id, userId: 'ann', totalCents: placed.totalCents, lines: placed.lines };
  const say = (type: string, id: string, body: unknown) =>
    bus.publish(shop.env.COMMERCE_TOPIC_PREFIX + topics.orders, {
      id,
      key: placed.id,
      type,
      source: 'demo-commerce/test',
      data: body,
    });
  try {
    // The same events again, then the same news under new ids; the last ones show that all before were taken in.
    await say(OrderPlaced.type, await lastOf('inventory', 'inventory-reserve'), data);
    await say(OrderConfirmed.type, await lastOf('catalog', 'catalog-sales'), data);
    await say(OrderPlaced.type, 'again-placed', data);
    await say(StockReserved.type, 'again-reserved', { orderId: placed.id });
    await say(PaymentCaptured.type, 'again-captured', { orderId: placed.id, amountCents: placed.totalCents });
    await say(OrderConfirmed.type, 'one-more-sale', data);
    await say(OrderConfirmed.type, 'one-more-sale', data);
    await say(OrderConfirmed.type, 'the-last-sale', { ...data, lines: [] });
    await eventually(() => hasHandled('catalog', 'the-last-sale')).toBe(true);
    await eventually(() => hasHandled('inventory', 'again-placed')).toBe(true);
    await eventually(() => hasHandled('orders', 'again-captured')).toBe(true);
  } finally {
    await bus.close();
  }
  expect({ stock: await stockOf(shop, product), sold: await sold() }).toEqual({
    stock: before.stock,
    sold: before.sold + 2,
  });
  expect((await readOrder(shop, placed.id)).status).toBe('confirmed');
  expect(await shop.query('select * from payment.payment where order_id = $1', [placed.id])).toHaveLength(1);
});

test('stock never falls below zero, however many order at once', async () => {
  const product = 'tent-skerry-2';
  await shop.query('update inventory.stock set available = 17 where product_id = $1', [product]);
  const orders = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      placeOrder(shop, { lines: [{ productId: product, quantity: 1 + (i % 3) }] }, `shopper-${i}`),
    ),
  );
  const settled = () =>
    shop.query<{ status: string; n: number }>(
      `select status, count(*)::int as n from orders.purchase where id = any($1) group by status`,
      [orders.map(({ id }) => id)],
    );
  await eventually(async () =>
    (await settled()).every(({ status }) => /confirmed|cancelled/.test(status)),
  ).toBe(true);
  const [sold] = await shop.query<{ units: number }>(
    `select coalesce(sum((line->>'quantity')::int), 0)::int as units from orders.purchase,
      jsonb_array_elements(lines) line where id = any($1) and status = 'confirmed'`,
    [orders.map(({ id }) => id)],
  );
  expect(await stockOf(shop, product)).toBe(17 - sold!.units);
  expect(sold!.units).toBeGreaterThanOrEqual(15);
  expect(sold!.units).toBeLessThanOrEqual(17);
});
