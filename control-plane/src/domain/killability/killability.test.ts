import { expect, it } from 'vitest';
import type { Instance } from '../../contract/instance.ts';
import { whyUnkillable } from './killability.ts';

const server = { revision: 10, revisionSince: 0, now: 60_000 };
const instance = (more: Partial<Instance> = {}): Instance => ({
  instanceId: 'gateway-1',
  service: 'gateway',
  environment: 'production',
  sdk: 'breakwater-flag-sdk:0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  revision: 10,
  source: 'stream',
  flags: [],
  guards: [],
  lastSeenAt: '2026-01-01T00:00:00.000Z',
  silent: false,
  ...more,
});

it('an instance on the stream with the newest revision can be killed at once', () => {
  expect(whyUnkillable(instance(), server)).toBeUndefined();
});

it.each([
  ['silent', { silent: true, revision: 99 }],
  ['ahead', { revision: 11, source: 'backup' }],
  ['on_backup', { source: 'backup', revision: 3 }],
  ['on_backup', { source: 'none', revision: 0 }],
  ['polls_slowly', { source: 'poll', pollEveryMs: 15_000 }],
  ['polls_slowly', { source: 'poll', passive: true }],
  ['behind', { revision: 9 }],
  ['no_proof', { passive: true }],
] as const)('%s: %j', (reason, more) => {
  expect(whyUnkillable(instance(more), server)).toMatchObject({ id: 'gateway-1', reason });
});

it('gives an instance the time to follow', () => {
  expect(whyUnkillable(instance({ revision: 9 }), { ...server, revisionSince: 58_000 })).toBeUndefined();
});

it('says what to do', () => {
  const poller = whyUnkillable(instance({ source: 'poll', pollEveryMs: 15_000 }), server);
  expect(poller?.detail).toContain('It polls every 15 s');
  expect(whyUnkillable(instance({ revision: 5000 }), server)?.detail).toContain(
    "Delete the instance's backup and restart it",
  );
});
