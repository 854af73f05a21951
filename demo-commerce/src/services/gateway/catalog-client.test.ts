import { createMemoryFlagClient } from '@breakwater/flag-sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PeerRequest } from '../../platform/http-client.ts';
import { openCatalogClient } from './catalog-client.ts';

const hourMs = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client of a catalog that a test can take down. */
const catalogOf = () => {
  const flags = createMemoryFlagClient({ 'catalog.browse': true });
  const world = { isDown: false, status: 200 };
  const call = vi.fn(async ({ path }: PeerRequest) => {
    if (world.isDown) throw new Error('catalog is away');
    return { status: world.status, body: Buffer.from(JSON.stringify({ path })) };
  });
  const catalog = openCatalogClient(flags, { name: 'catalog', call, close: async () => {} });
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
  };
  return { flags, world, call, catalog, pass };
};
/** What an answer says, once its retries had their time. */
const settled = async <T>(answer: Promise<T>): Promise<T> => {
  answer.catch(() => {});
  await vi.advanceTimersByTimeAsync(2000);
  return answer;
};
const all = '{"path":"/products"}';

test('while the catalog is away, lists and products come from copies of up to an hour', async () => {
  const { world, catalog, pass } = catalogOf();
  await catalog.products(undefined, 'ann');
  await catalog.product('kettle', 'ann');
  world.isDown = true;
  await pass(hourMs - 10_000);
  const list = await settled(catalog.products(undefined, 'ann'));
  expect(list).toMatchObject({ copy: { because: 'catalog', ageMs: expect.any(Number) } });
  expect(list?.json.toString()).toBe(all);
  expect(await settled(catalog.product('kettle', 'ann'))).toMatchObject({ copy: { because: 'catalog' } });
  await pass(20_000);
  const refused = { status: 503, code: 'catalog_unavailable' };
  await expect(settled(catalog.products(undefined, 'ann'))).rejects.toMatchObject(refused);
  await expect(settled(catalog.product('kettle', 'ann'))).rejects.toMatchObject(refused);
});

test('while browsing is killed, lists come from copies of up to twelve hours, then they are closed', async () => {
  const { flags, call, catalog, pass } = catalogOf();
  await catalog.products(undefined, 'ann');
  flags.set('catalog.browse', false);
  await pass(12 * hourMs - 10_000);
  const list = await catalog.products(undefined, 'ann');
  expect(list).toMatchObject({ copy: { because: 'catalog.browse', ageMs: 12 * hourMs - 10_000 } });
  expect(list?.json.toString()).toBe(all);
  await pass(20_000);
  expect(await catalog.products(undefined, 'ann')).toBeUndefined();
  expect(call).toHaveBeenCalledTimes(1);
  expect(await catalog.product('kettle', 'ann')).toMatchObject({ copy: undefined });
});

test('a kill that ends while the catalog is away gives no copy a second life', async () => {
  const { flags, world, catalog, pass } = catalogOf();
  await catalog.products(undefined, 'ann');
  flags.set('catalog.browse', false);
  world.isDown = true;
  await pass(2 * hourMs);
  expect(await catalog.products(undefined, 'ann')).toBeDefined();
  flags.set('catalog.browse', true);
  await expect(settled(catalog.products(undefined, 'ann'))).rejects.toMatchObject({ status: 503 });
});

test('a list that the catalog refuses is empty, and is no copy for later', async () => {
  const { flags, world, catalog } = catalogOf();
  await catalog.products(undefined, 'ann');
  world.status = 431;
  expect((await catalog.products(undefined, 'ann'))?.json.toString()).toBe('{"products":[]}');
  flags.set('catalog.browse', false);
  expect((await catalog.products(undefined, 'ann'))?.json.toString()).toBe(all);
});
