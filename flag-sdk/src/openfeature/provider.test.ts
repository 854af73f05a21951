import { type Client, OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import { afterEach, expect, test } from 'vitest';
import { createFlagClient, createMemoryFlagClient, type MemoryValue } from '../index.ts';
import { BreakwaterProvider } from './provider.ts';

afterEach(() => OpenFeature.clearProviders());

const of = (type: 'string' | 'json' | 'csv' | 'number', value: string): MemoryValue => ({
  variant: 'b',
  payload: { type, value },
});

const germans = { contextName: 'country', operator: 'IN', values: ['de'], inverted: false };
const values: Record<string, MemoryValue> = {
  on: true,
  off: false,
  ann: { strategies: [{ name: 'userWithId', parameters: { userIds: 'ann' }, constraints: [] }] },
  germans: { strategies: [{ name: 'default', parameters: {}, constraints: [germans] }] },
  named: { variant: 'b' },
  text: of('string', 'hello'),
  list: of('csv', 'a,b'),
  number: of('number', '4.5'),
  noNumber: of('number', 'many'),
  json: of('json', '{"size":3}'),
  noJson: of('json', '{size'),
  unreadable: {
    strategies: [{ name: 'default', parameters: {}, constraints: [{ ...germans, values: 3 }] }],
  },
};

const connected = async () => {
  const flags = createMemoryFlagClient(values);
  await OpenFeature.setProviderAndWait(new BreakwaterProvider(flags));
  return { flags, client: OpenFeature.getClient() };
};

test.each([
  ['on', {}, true, 'STATIC'],
  ['off', {}, false, 'DISABLED'],
  ['ann', { targetingKey: 'ann' }, true, 'TARGETING_MATCH'],
  ['ann', { targetingKey: 'bob' }, false, 'DEFAULT'],
  ['ann', { targetingKey: 'bob', userId: 'ann' }, true, 'TARGETING_MATCH'],
  ['germans', { country: 'de' }, true, 'TARGETING_MATCH'],
  ['germans', { targetingKey: 'ann', country: 'fr' }, false, 'DEFAULT'],
])('boolean %s for %j is %s because of %s', async (key, context, value, reason) => {
  const { client } = await connected();
  const details = await client.getBooleanDetails(key, !value, context);
  expect(details).toMatchObject({ value, reason, flagMetadata: { version: '1' } });
  expect(details.errorCode).toBeUndefined();
});

test('strings, numbers and objects are payloads; a variant without one gives its name', async () => {
  const { client } = await connected();
  expect(await client.getStringDetails('named', 'none')).toMatchObject({ value: 'b', variant: 'b' });
  expect(await client.getStringValue('text', 'none')).toBe('hello');
  expect(await client.getStringValue('list', 'none')).toBe('a,b');
  expect(await client.getNumberDetails('number', 0)).toMatchObject({ value: 4.5, variant: 'b' });
  expect(await client.getObjectDetails('json', {})).toMatchObject({ value: { size: 3 }, reason: 'STATIC' });
  expect(await client.getNumberDetails('off', 7)).toMatchObject({ value: 7, reason: 'DISABLED' });
});

const asking = (client: Client) => ({
  string: { fallback: 'fallback', ask: (key: string) => client.getStringDetails(key, 'fallback') },
  number: { fallback: 42, ask: (key: string) => client.getNumberDetails(key, 42) },
  object: { fallback: { no: 1 }, ask: (key: string) => client.getObjectDetails(key, { no: 1 }) },
  boolean: { fallback: true, ask: (key: string) => client.getBooleanDetails(key, true) },
});

test.each([
  ['string', 'number', 'TYPE_MISMATCH'],
  ['string', 'on', 'TYPE_MISMATCH'],
  ['number', 'text', 'TYPE_MISMATCH'],
  ['number', 'named', 'TYPE_MISMATCH'],
  ['number', 'noNumber', 'PARSE_ERROR'],
  ['object', 'text', 'TYPE_MISMATCH'],
  ['object', 'noJson', 'PARSE_ERROR'],
  ['object', 'nobodyKnowsIt', 'FLAG_NOT_FOUND'],
  ['boolean', 'nobodyKnowsIt', 'FLAG_NOT_FOUND'],
  ['boolean', 'unreadable', 'PARSE_ERROR'],
] as const)('as %s, %s gives the fallback and %s', async (type, key, errorCode) => {
  const { client } = await connected();
  const { fallback, ask } = asking(client)[type];
  const details = await ask(key);
  expect(details).toMatchObject({ value: fallback, reason: 'ERROR', errorCode });
  expect(details.errorMessage).toBeTruthy();
});

test('a change is told to those who listen', async () => {
  const { client, flags } = await connected();
  const changes: unknown[] = [];
  client.addHandler(ProviderEvents.ConfigurationChanged, (event) => changes.push(event?.message));
  flags.set('on', false);
  expect(await client.getBooleanValue('on', true)).toBe(false);
  expect(changes).toEqual(['revision 2 from memory']);
});

test('after it was closed it hears no more, and the client goes on', async () => {
  const { client, flags } = await connected();
  const changes: unknown[] = [];
  client.addHandler(ProviderEvents.ConfigurationChanged, () => changes.push('changed'));
  await OpenFeature.clearProviders();
  flags.set('on', false);
  expect(changes).toEqual([]);
  expect(flags.isEnabled('on')).toBe(false);
});

test('by a bootstrap it is ready, and stale', async () => {
  const flags = createFlagClient({
    service: 'gateway',
    instanceId: 'gateway-1',
    environment: 'test',
    unleashApi: 'http://127.0.0.1:9/api',
    token: 'default:test.secret',
    dataDir: '/nowhere',
    mode: 'offline',
    bootstrap: { features: [{ name: 'on', enabled: true, strategies: [] }] },
  });
  const client = OpenFeature.getClient();
  const events: string[] = [];
  client.addHandler(ProviderEvents.Ready, () => events.push('ready'));
  client.addHandler(ProviderEvents.Stale, () => events.push('stale'));
  await OpenFeature.setProviderAndWait(new BreakwaterProvider(flags));
  await expect.poll(() => client.providerStatus).toBe(ProviderStatus.STALE);
  expect(events).toEqual(['ready', 'stale']);
  expect(await client.getBooleanValue('on', false)).toBe(true);
});
