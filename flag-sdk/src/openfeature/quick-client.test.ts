import {
  AsyncLocalStorageTransactionContextPropagator,
  InMemoryProvider,
  OpenFeature,
} from '@openfeature/server-sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createMemoryFlagClient } from '../index.ts';
import { BreakwaterProvider } from './provider.ts';
import { quickClient } from './quick-client.ts';

afterEach(async () => {
  OpenFeature.clearHooks();
  OpenFeature.setContext({});
  await OpenFeature.clearProviders();
});

const connected = async () => {
  const flags = createMemoryFlagClient({
    on: true,
    off: false,
    ann: { strategies: [{ name: 'userWithId', parameters: { userIds: 'ann' }, constraints: [] }] },
    text: { variant: 'b', payload: { type: 'string', value: 'hello' } },
    number: { variant: 'b', payload: { type: 'number', value: '4.5' } },
    json: { variant: 'b', payload: { type: 'json', value: '{"size":3}' } },
  });
  const provider = new BreakwaterProvider(flags);
  await OpenFeature.setProviderAndWait(provider);
  return { quick: quickClient(provider), stock: OpenFeature.getClient(), provider };
};

describe('it answers as the client of the SDK does', () => {
  const keys = ['on', 'off', 'ann', 'text', 'number', 'json', 'nobodyKnowsIt'];
  test.each(keys)('%s', async (key) => {
    const { quick, stock } = await connected();
    const context = { targetingKey: 'ann' };
    const ask = async (client: typeof stock) => [
      await client.getBooleanDetails(key, false, context),
      await client.getStringDetails(key, 'x', context),
      await client.getNumberDetails(key, 1, context),
      await client.getObjectDetails(key, { x: 1 }, context),
      await client.getBooleanValue(key, true),
      await client.getStringValue(key, 'x'),
      await client.getNumberValue(key, 1),
      await client.getObjectValue(key, { x: 1 }),
    ];
    expect(await ask(quick)).toEqual(await ask(stock));
  });
});

test('hooks run wherever they are registered', async () => {
  const { quick } = await connected();
  const hook = { finally: vi.fn() };
  await quick.getBooleanValue('on', false, {}, { hooks: [hook] });
  expect(hook.finally).toHaveBeenCalledTimes(1);
  OpenFeature.addHooks(hook);
  await quick.getBooleanValue('on', false);
  OpenFeature.clearHooks();
  quick.addHooks(hook);
  await quick.getBooleanValue('on', false);
  expect(hook.finally).toHaveBeenCalledTimes(3);
});

test('contexts of the API, the transaction and the client are merged', async () => {
  const { quick } = await connected();
  const isAnn = () => quick.getBooleanValue('ann', false);
  expect(await isAnn()).toBe(false);
  OpenFeature.setContext({ targetingKey: 'ann' });
  expect(await isAnn()).toBe(true);
  OpenFeature.setTransactionContextPropagator(new AsyncLocalStorageTransactionContextPropagator());
  await new Promise<void>((resolve) => {
    OpenFeature.setTransactionContext({ targetingKey: 'bob' }, async () => {
      expect(await isAnn()).toBe(false);
      quick.setContext({ targetingKey: 'ann' });
      expect(await isAnn()).toBe(true);
      expect(await quick.getBooleanValue('ann', false, { targetingKey: 'bob' })).toBe(false);
      resolve();
    });
  });
});

test('where another provider took over, that one answers', async () => {
  const { quick } = await connected();
  const variants = { yes: false };
  const other = new InMemoryProvider({ on: { variants, defaultVariant: 'yes', disabled: false } });
  await OpenFeature.setProviderAndWait(other);
  expect(await quick.getBooleanValue('on', true)).toBe(false);
});

test('before the provider is ready it says so as the SDK does', async () => {
  const provider = new BreakwaterProvider(createMemoryFlagClient({ on: true }));
  const quick = quickClient(provider, 'early');
  OpenFeature.setProvider('early', provider);
  expect(await quick.getBooleanDetails('on', false)).toMatchObject({
    value: false,
    errorCode: 'PROVIDER_NOT_READY',
  });
});
