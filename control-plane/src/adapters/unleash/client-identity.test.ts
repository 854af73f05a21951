import { expect, it } from 'vitest';
import { identityOf, revisionHeld } from './client-identity.ts';

const stock = {
  'unleash-appname': 'reporting',
  'unleash-instanceid': 'root-host',
  'unleash-connection-id': '0a1b2c3d-0000-4000-8000-000000000000',
  'unleash-sdk': 'unleash-client-node:6.12.1',
  'unleash-interval': '15000',
};

it('tells the processes of stock clients on one host apart', () => {
  expect(identityOf({ headers: stock })).toMatchObject({
    instanceId: 'root-host#0a1b2c3d',
    service: 'reporting',
    isPassive: true,
    pollEveryMs: 15_000,
  });
});

it('knows a client of ours by the name of its heartbeats, and the overrides that it holds', () => {
  const headers = {
    ...stock,
    'unleash-instanceid': 'gateway-1',
    'unleash-sdk': 'breakwater-flag-sdk:0.1.0',
    'breakwater-overrides': 'one, two,',
  };
  expect(identityOf({ headers })).toMatchObject({
    instanceId: 'gateway-1',
    isPassive: false,
    overrides: ['one', 'two'],
  });
});

it('knows nobody who does not say who it is', () => {
  expect(identityOf({ headers: {} })).toBeUndefined();
  expect(identityOf({ headers: { 'unleash-appname': 'curl' } })).toBeUndefined();
});

it.each([
  ['"76d8bb0e:1234:v1"', 1234],
  ['W/"76d8bb0e:7"', 7],
  ['"76d8bb0e"', undefined],
  ['*', undefined],
  [undefined, undefined],
])('the revision held by %j is %j', (etag, revision) => {
  expect(revisionHeld({ headers: { 'if-none-match': etag } })).toBe(revision);
});
