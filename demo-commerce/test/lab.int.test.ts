import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from './harness/shop.ts';
import { eventually } from './harness/shopper.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    services: ['gateway', 'catalog', 'recommendation', 'payment-gateway', 'order', 'inventory', 'payment'],
    env: { COMMERCE_LOAD_RPS: '30' },
  });
  await shop.start('lab');
});
afterAll(() => shop?.close());
beforeEach(async () => {
  await fetch(`${shop.url('lab')}/lab/faults`, { method: 'DELETE' });
});

interface Lab {
  faults: { id: string; service: string; stopAfterS: number; stopsAt: string }[];
  load: { requestsPerSecond: number; sentPerSecond: number; errorRatio: number; degradedRatio: number };
  services: string[];
}
const readLab = async () => (await (await fetch(`${shop.url('lab')}/lab`)).json()) as Lab;
const hurt = async (fault: Record<string, unknown>) => {
  const response = await fetch(`${shop.url('lab')}/lab/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  return { status: response.status, body: (await response.json()) as { id: string; code?: string } };
};
const recommend = async (userId = 'ann') =>
  (
    await fetch(`${shop.url('recommendation')}/recommendations?productId=kettle-brook`, {
      headers: { 'x-user-id': userId },
    })
  ).status;

describe('a fault', () => {
  test('hurts the service until it stops by itself, without the lab', async () => {
    const { status } = await hurt({ service: 'recommendation', kind: 'errors', stopAfterS: 2 });
    expect(status).toBe(201);
    expect(await recommend()).toBe(503);
    await shop.stop('lab');
    await eventually(recommend).toBe(200);
    await shop.start('lab');
    expect((await readLab()).faults).toEqual([]);
  });

  test('behind a flag hurts only while the flag is on for the user', async () => {
    await hurt({
      service: 'recommendation',
      kind: 'errors',
      whenFlag: 'recommendation-ranker-v2',
      stopAfterS: 60,
    });
    expect(await recommend()).toBe(200);
    shop.flags.flag('recommendation-ranker-v2', true);
    await eventually(recommend).toBe(503);
    shop.flags.flag('recommendation-ranker-v2', false);
    await eventually(recommend).toBe(200);
  });

  test('of latency makes the service slow, and of being down breaks the connection', async () => {
    const { body } = await hurt({
      service: 'recommendation',
      kind: 'latency',
      latencyMs: 300,
      stopAfterS: 60,
    });
    const started = performance.now();
    expect(await recommend()).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
    expect((await fetch(`${shop.url('lab')}/lab/faults/${body.id}`, { method: 'DELETE' })).status).toBe(204);
    await hurt({ service: 'recommendation', kind: 'down', stopAfterS: 60 });
    await expect(recommend()).rejects.toThrow('fetch failed');
    expect((await fetch(`${shop.url('recommendation')}/livez`)).status).toBe(200);
  });

  test('shows in the metrics of the service it hurts', async () => {
    const read = async (name: string) => {
      const text = await (await fetch(`${shop.url('recommendation')}/metrics`)).text();
      const labels = '\\{method="GET",route="/recommendations",status="503"\\}';
      return Number(
        new RegExp(`^http_server_request_duration_seconds_${name}${labels} (\\S+)$`, 'm').exec(text)?.[1] ??
          0,
      );
    };
    const before = { count: await read('count'), sum: await read('sum') };
    await hurt({ service: 'recommendation', kind: 'latency', latencyMs: 200, stopAfterS: 60 });
    await hurt({ service: 'recommendation', kind: 'errors', stopAfterS: 60 });
    expect(await recommend()).toBe(503);
    expect(await read('count')).toBeGreaterThan(before.count);
    expect((await read('sum')) - before.sum).toBeGreaterThanOrEqual(0.195);
  });

  test('reaches an instance that restarts while it runs', async () => {
    await hurt({ service: 'recommendation', kind: 'errors', stopAfterS: 60 });
    await shop.stop('recommendation');
    await shop.start('recommendation');
    await eventually(recommend).toBe(503);
  });

  test('survives a restart of the lab, which lists it again', async () => {
    const { body } = await hurt({ service: 'catalog', kind: 'latency', latencyMs: 1, stopAfterS: 60 });
    await shop.stop('lab');
    await shop.start('lab');
    expect((await readLab()).faults.map(({ id, stopAfterS }) => [id, stopAfterS])).toEqual([[body.id, 60]]);
  });

  test('that makes no sense is refused', async () => {
    expect(await hurt({ service: 'nobody', kind: 'errors', stopAfterS: 5 })).toMatchObject({
      status: 422,
      body: { code: 'service_unknown' },
    });
    expect(await hurt({ service: 'order', kind: 'errors' })).toMatchObject({ status: 400 });
    expect((await fetch(`${shop.url('lab')}/lab/faults/none`, { method: 'DELETE' })).status).toBe(404);
  });
});

describe('the load', () => {
  test('keeps its rate whether the shop answers or not, and tells errors and fallbacks', async () => {
    await eventually(async () => Math.round((await readLab()).load.sentPerSecond)).toBe(30);
    expect((await readLab()).load.errorRatio).toBeLessThan(0.02);
    await hurt({ service: 'recommendation', kind: 'errors', stopAfterS: 120 });
    await hurt({ service: 'gateway', kind: 'latency', latencyMs: 1000, stopAfterS: 60 });
    await eventually(async () => (await readLab()).load.degradedRatio > 0.2).toBe(true);
    expect(Math.round((await readLab()).load.sentPerSecond)).toBeGreaterThanOrEqual(29);
    await hurt({ service: 'gateway', kind: 'errors', ratio: 0.5, stopAfterS: 60 });
    await eventually(async () => (await readLab()).load.errorRatio > 0.3).toBe(true);
  });

  test('changes its rate at once', async () => {
    const response = await fetch(`${shop.url('lab')}/lab/load`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requestsPerSecond: 0 }),
    });
    expect(((await response.json()) as Lab).load.requestsPerSecond).toBe(0);
    await eventually(async () => (await readLab()).load.sentPerSecond).toBe(0);
  });
});
