import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './harness/shop.ts';
import { eventually, placeOrder, readOrder, untilStatus } from './harness/shopper.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

interface ProductPage {
  product: { id: string; badge?: string };
  recommendations: { items: { id: string }[]; degraded: boolean; source: string; ageMs?: number };
}
const look = async (id = 'moka-pot-trevi', userId = 'ann') => {
  const response = await fetch(`${shop.url('gateway')}/api/products/${id}`, {
    headers: { 'x-user-id': userId },
  });
  return { header: response.headers.get('x-degraded'), ...((await response.json()) as ProductPage) };
};
const callsTo = async (service: 'recommendation' | 'inventory') => {
  const text = await (await fetch(`${shop.url(service)}/metrics`)).text();
  return [...text.matchAll(/^http_server_request_duration_seconds_count\{.*\} (\d+)$/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
};

describe('the switch `recommendations`', () => {
  test('killed, the gateway shows bestsellers and leaves the service alone; restored, it asks again', async () => {
    // The first calls of a busy machine may miss their deadline.
    await eventually(() => look()).toMatchObject({
      header: null,
      recommendations: { degraded: false, source: 'ranker-v1' },
    });
    shop.flags.kill('recommendations');
    await eventually(async () => (await look()).recommendations.degraded).toBe(true);
    const before = await callsTo('recommendation');
    const killed = await look();
    expect(killed.header).toBe('recommendations');
    expect(killed.recommendations.source).toBe('bestsellers');
    expect(killed.recommendations.items).toHaveLength(6);
    expect(await callsTo('recommendation')).toBe(before);
    const page = await (await fetch(`${shop.url('gateway')}/products/moka-pot-trevi`)).text();
    expect(page).toContain('data-degraded="true"');
    expect(page).toContain('<h2 id="beside">Bestsellers</h2>');

    shop.flags.restore('recommendations');
    await eventually(async () => (await look()).recommendations.degraded).toBe(false);
  });

  test('is not needed when the service is gone: the last good choice answers with its age, else bestsellers', async () => {
    const { items } = (await look()).recommendations;
    await shop.stop('recommendation');
    expect(await look()).toMatchObject({
      header: 'recommendations',
      recommendations: { items, degraded: true, source: 'ranker-v1', ageMs: expect.any(Number) },
    });
    expect(await look('kettle-brook')).toMatchObject({
      recommendations: { degraded: true, source: 'bestsellers' },
    });
    await shop.start('recommendation');
    await eventually(async () => (await look()).recommendations.degraded).toBe(false);
  });

  test('LIVE for half of the shoppers, keeps each of them on one side', async () => {
    shop.flags.restore('recommendations', 50);
    const shoppers = Array.from({ length: 30 }, (_, number) => `shopper-${number}`);
    // A kill has its own answer; one that a breaker in the middle of closing turns away gets the last good choice.
    const isShed = async (userId: string) =>
      (await look('moka-pot-trevi', userId)).recommendations.source === 'bestsellers';
    const seen = () => Promise.all(shoppers.map(isShed));
    await eventually(async () => (await seen()).includes(true)).toBe(true);
    const first = await seen();
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await seen()).toEqual(first);
    shop.flags.restore('recommendations');
    await eventually(async () => (await seen()).includes(true)).toBe(false);
  });
});

describe('the switch `payments.capture`', () => {
  test('killed, orders are taken and authorised later; restored, they are captured', async () => {
    shop.flags.kill('payments.capture');
    const lines = [{ productId: 'kettle-brook', quantity: 1 }];
    const orders = await Promise.all(Array.from({ length: 12 }, () => placeOrder(shop, { lines })));
    for (const { id } of orders)
      expect((await untilStatus(shop, id, 'payment_deferred')).statusText).toContain('Authorised later');
    expect(await shop.query('select * from payment.payment')).toEqual([]);

    shop.flags.restore('payments.capture');
    for (const { id } of orders) await untilStatus(shop, id, 'confirmed');
    expect(await shop.query(`select * from payment.payment where status = 'captured'`)).toHaveLength(12);
  });
});

describe('the switch `checkout.express`', () => {
  test('killed, express orders become standard orders without asking inventory', async () => {
    shop.flags.kill('checkout.express');
    const order = { lines: [{ productId: 'kettle-brook', quantity: 1 }], express: true };
    await eventually(async () => (await placeOrder(shop, order)).delivery).toBe('standard');
    const before = await callsTo('inventory');
    await placeOrder(shop, order);
    expect(await callsTo('inventory')).toBe(before);
    shop.flags.restore('checkout.express');
    await eventually(async () => (await placeOrder(shop, order)).delivery).toBe('express');
  });
});

describe('the switch `catalog.browse`', () => {
  const browse = async (userId = 'ann', query = '') => {
    const response = await fetch(`${shop.url('gateway')}/api/products${query}`, {
      headers: { 'x-user-id': userId },
    });
    return {
      status: response.status,
      header: response.headers.get('x-degraded'),
      ...((await response.json()) as { products: unknown[]; closed?: boolean; ageMs?: number }),
    };
  };
  const openPage = async (path = '/') => {
    const response = await fetch(`${shop.url('gateway')}${path}`);
    return {
      status: response.status,
      header: response.headers.get('x-degraded'),
      text: await response.text(),
    };
  };
  /** How often the catalog was asked for each of its lists. */
  const listCalls = async () => {
    const text = await (await fetch(`${shop.url('catalog')}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) =>
        /^http_server_request_duration_seconds_count\{.*route="\/(products|bestsellers)"/.test(line),
      );
  };
  const lines = [{ productId: 'kettle-brook', quantity: 1 }];
  const buy = async () => {
    expect(await look('kettle-brook')).toMatchObject({ product: { id: 'kettle-brook' } });
    const { id } = await placeOrder(shop, { lines });
    await untilStatus(shop, id, 'confirmed');
    expect((await openPage(`/orders/${id}`)).status).toBe(200);
  };
  const isShed = async (userId?: string) => (await browse(userId)).header === 'catalog.browse';

  test('killed, lists come from the last copies and the catalog is asked for none; products are bought as ever', async () => {
    expect(await browse()).toMatchObject({ status: 200, header: null, products: { length: 60 } });
    await browse('ann', '?category=Kitchen');
    shop.flags.kill('recommendations');
    shop.flags.kill('catalog.browse');
    await eventually(isShed).toBe(true);
    await eventually(async () => (await look()).recommendations.source).toBe('bestsellers');
    const before = await listCalls();
    expect(before).toHaveLength(2);
    expect(await browse()).toMatchObject({
      status: 200,
      products: { length: 60 },
      ageMs: expect.any(Number),
    });
    expect(await browse('ann', '?category=Kitchen')).toMatchObject({ header: 'catalog.browse' });
    const page = await openPage();
    expect(page).toMatchObject({ status: 200, header: 'catalog.browse' });
    expect(page.text).toContain('/products/kettle-brook');
    expect(page.text).toContain('Lists are not renewed at the moment');
    await buy();
    expect((await look()).recommendations.items).toHaveLength(6);
    expect(await listCalls()).toEqual(before);
  });

  test('killed, a list of which there is no copy is closed, and says so', async () => {
    const before = await listCalls();
    expect(await browse('ann', '?category=Audio')).toMatchObject({
      status: 200,
      header: 'catalog.browse',
      closed: true,
      products: [],
    });
    expect((await openPage('/?category=Audio')).text).toContain('Browsing is closed for the moment');

    await shop.stop('gateway');
    await shop.start('gateway');
    const page = await openPage();
    expect(page).toMatchObject({ status: 200, header: 'catalog.browse' });
    expect(page.text).toContain('Browsing is closed for the moment');
    expect((await look()).recommendations).toMatchObject({ items: [], source: 'none' });
    await buy();
    expect(await listCalls()).toEqual(before);
  });

  test('LIVE for half of the shoppers, keeps each of them on one side, and both see the shop', async () => {
    shop.flags.restore('catalog.browse', 50);
    const shoppers = Array.from({ length: 30 }, (_, number) => `shopper-${number}`);
    const seen = () => Promise.all(shoppers.map(isShed));
    await eventually(async () => (await seen()).includes(false)).toBe(true);
    const first = await seen();
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await seen()).toEqual(first);
    for (const shopper of shoppers) expect((await browse(shopper)).products).toHaveLength(60);
  });

  test('restored, the catalog is asked again', async () => {
    shop.flags.restore('catalog.browse');
    shop.flags.restore('recommendations');
    await eventually(isShed).toBe(false);
    expect(await browse('ann', '?category=Audio')).toMatchObject({
      header: null,
      products: expect.any(Array),
    });
    expect((await openPage()).text).not.toContain('Lists are not renewed');
    await eventually(async () => (await look()).recommendations.degraded).toBe(false);
  });
});

describe('flags', () => {
  test('each change what shoppers see', async () => {
    const products = async () =>
      (await (await fetch(`${shop.url('gateway')}/api/products`)).json()) as {
        layout: string;
        products: { badge?: string }[];
      };
    expect((await products()).layout).toBe('regular');
    expect((await products()).products.some(({ badge }) => badge !== undefined)).toBe(false);
    for (const flag of [
      'gateway-compact-cards',
      'catalog-badges',
      'recommendation-ranker-v2',
      'order-express-label',
      'payment-retry-hint',
    ])
      shop.flags.flag(flag, true);

    await eventually(async () => (await products()).layout).toBe('compact');
    await eventually(async () =>
      (await products()).products.some(({ badge }) => badge === 'Bestseller'),
    ).toBe(true);
    await eventually(async () => (await look()).recommendations.source).toBe('ranker-v2');
    const { id } = await placeOrder(shop, {
      lines: [{ productId: 'kettle-brook', quantity: 1 }],
      card: 'card-expired',
    });
    await untilStatus(shop, id, 'cancelled');
    expect(await readOrder(shop, id)).toMatchObject({
      label: 'Two to three days',
      hint: 'Use a card that is still valid.',
    });
  });
});

describe('policies', () => {
  test('hold the calls to a dependency back, and give them back, in services that run', async () => {
    await look();
    shop.flags.policy('gateway', 'recommendation', { mode: 'forced_open' });
    await eventually(async () => (await look()).recommendations.degraded).toBe(true);
    const before = await callsTo('recommendation');
    const { recommendations } = await look();
    expect(recommendations).toMatchObject({ source: expect.stringMatching(/^ranker/), degraded: true });
    expect(await callsTo('recommendation')).toBe(before);
    shop.flags.policy('gateway', 'recommendation', null);
    await eventually(async () => (await look()).recommendations.degraded).toBe(false);
  });

  test('limit how often the payment provider is asked; an order beyond that is authorised later', async () => {
    const limited = { confirmStep: true, rateLimit: { kind: 'sliding_window', perSecond: 0.5, burst: 1 } };
    shop.flags.policy('payment', 'payment-gateway', limited);
    const isLimited = async () =>
      (await (await fetch(`${shop.url('payment')}/metrics`)).text()).includes(
        'flag_guard_policy_changes_total{guard="provider.charge",dependency="payment-gateway",result="applied"} 1',
      );
    await eventually(isLimited).toBe(true);
    const lines = [{ productId: 'kettle-brook', quantity: 1 }];
    const orders = await Promise.all(Array.from({ length: 4 }, () => placeOrder(shop, { lines })));
    await eventually(async () => {
      const { length } = await shop.query(`select 1 from orders.purchase where status = 'payment_deferred'`);
      return length > 0;
    }).toBe(true);
    shop.flags.policy('payment', 'payment-gateway', null);
    for (const { id } of orders) await untilStatus(shop, id, 'confirmed');
  });
});
