import { expect, it } from 'vitest';
import type { Instance } from '../../contract/instance.ts';
import { type BeforeFlip, blastRadius } from './blast-radius.ts';

const now = Date.parse('2026-01-01T00:01:00.000Z');
const counts = { calls: 459, fallbackAnswers: 0, fallbackFailures: 0, errors: 3, served: 0 };
const gateway = (id: string) =>
  ({
    instanceId: id,
    service: 'gateway',
    flags: ['recommendations'],
    source: 'stream',
    revision: 7,
    silent: false,
  }) as unknown as Instance;

const known = {
  one: {
    key: 'recommendations',
    state: 'LIVE',
    service: 'gateway',
    dependency: 'recommendation',
    dependents: [],
    lastDrill: null,
    lastProvenAt: null,
    lastFallbackAt: null,
  },
  counted: [
    { ...counts, overMs: 60_000 },
    { ...counts, overMs: 60_000 },
  ],
  instances: [gateway('gateway-1'), gateway('gateway-2')],
  series: [{ service: 'gateway', direction: 'in', metric: 'request_rate', value: 39.8 }],
  topology: [{ caller: 'recommendation', callee: 'catalog' }],
  revision: 7,
  now,
  windowMs: 60_000,
} as unknown as BeforeFlip;

it('tells the calls that pass the switch, their share of the requests, and who is reached', () => {
  const radius = blastRadius(known);
  expect(radius).toMatchObject({ callsPerSecond: 15.3, requestsPerSecond: 39.8, share: 0.384 });
  expect(radius.services).toEqual([
    { service: 'gateway', part: 'asks' },
    { service: 'recommendation', part: 'behind' },
    { service: 'catalog', part: 'behind' },
  ]);
  expect(radius.summary).toBe(
    'A kill sends 15.3 calls/s (38 % of the requests of gateway) to the fallback; 2 of 2 instances would be reached; the fallback was never proven by a drill.',
  );
});

it('counts what the fallback answers for whatever reason, not only because of a kill', () => {
  const counted = [{ ...counts, calls: 200, errors: 58, served: 58, overMs: 60_000 }] as never;
  expect(blastRadius({ ...known, counted })).toMatchObject({ errorShare: 0.29, fallbackShare: 0.29 });
});

it('says rates as people do, with one digit after the point', () => {
  const counted = [{ ...counts, calls: 4599, overMs: 300_600 }] as never;
  expect(blastRadius({ ...known, counted }).summary).toMatch(/^A kill sends 15\.3 calls\/s /);
});

it('says that it does not know where no counts came yet', () => {
  const radius = blastRadius({ ...known, counted: [], series: undefined });
  expect(radius).toMatchObject({ callsPerSecond: null, share: null, errorShare: null, fallbackShare: null });
  expect(radius.summary).toMatch(/^A kill sends an unknown number of calls to the fallback; /);
});
