import { expect, test } from 'vitest';
import { type FlagClientOptions, settingsFrom } from './options.ts';

const options: FlagClientOptions = {
  service: 'gateway',
  instanceId: 'gateway-1',
  environment: 'production',
  unleashApi: 'http://127.0.0.1:4400/unleash/api//',
  token: 'default:production.secret',
  controlPlaneUrl: 'http://127.0.0.1:4400/',
  dataDir: '.data',
};

test('takes slashes off the ends of addresses and fills in the waits', () => {
  expect(settingsFrom({ ...options, timing: { heartbeatMs: 1_000 } })).toMatchObject({
    unleashApi: 'http://127.0.0.1:4400/unleash/api',
    controlPlaneUrl: 'http://127.0.0.1:4400',
    timing: { heartbeatMs: 1_000, pollIntervalMs: 5_000 },
  });
});

test.each([
  ['service', { service: '' }, 'Option service should be a text that is not empty, but was "".'],
  [
    'environment',
    { environment: 'prod' },
    'Option environment should be that of the token, "production", but was "prod".',
  ],
  ['token', { token: ' ' }, 'Option token should be'],
  ['unleashApi', { unleashApi: 'ftp://x' }, 'Option unleashApi should be an address'],
  ['controlPlaneUrl', { controlPlaneUrl: 'localhost' }, 'Option controlPlaneUrl should be an address'],
  [
    'timing',
    { timing: { pollIntervalMs: 0 } },
    'Option timing.pollIntervalMs should be a number of milliseconds',
  ],
])('refuses a wrong %s', (_name, wrong, message) => {
  expect(() => settingsFrom({ ...options, ...wrong })).toThrow(message);
});
