import type { BlastRadius } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { blastRadiusView } from './blast-radius-view.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const radius = (more: Partial<BlastRadius> = {}): BlastRadius => ({
  key: 'recommendations',
  state: 'LIVE',
  at: '2026-11-21T03:00:00.000Z',
  windowS: 60,
  callsPerSecond: 24.4,
  requestsPerSecond: 40,
  share: 0.61,
  errorShare: 0.3,
  fallbackShare: 0,
  lastFallbackAt: '2026-11-18T03:00:00.000Z',
  lastDrill: null,
  lastProvenAt: null,
  services: [
    { service: 'gateway', part: 'asks' },
    { service: 'recommendation', part: 'behind' },
    { service: 'order', part: 'dependent' },
  ],
  instances: [
    { id: 'gateway-1', service: 'gateway', reach: 'reached', detail: 'streams' },
    { id: 'gateway-2', service: 'gateway', reach: 'silent', detail: 'not heard of for 40 s' },
  ],
  summary: '61 % of the requests of gateway lose recommendations.',
  ...more,
});

test('the preview says how much traffic passes, how it fares, and when the fallback last worked', () => {
  const { figures, services } = blastRadiusView(radius(), 'recommendation', now);
  expect(figures.map(({ name, value, mark }) => [name, value, mark])).toEqual([
    ['Requests that pass it', '61 %', null],
    ['Fail now', '30 %', 'bad'],
    ['Get the fallback now', '0 %', null],
    ['Fallback last answered', '3 d ago', 'ok'],
  ]);
  expect(figures[3]?.note).toBe('by a drill: never proven');
  expect(figures[0]?.note).toBe('24.4/s of 40/s at gateway');
  expect(services).toBe('asked by gateway before it calls recommendation · felt by order');
});

test('a service from which the fallback may come is not said to be cut off', () => {
  const services: BlastRadius['services'] = [
    { service: 'gateway', part: 'asks' },
    { service: 'recommendation', part: 'behind' },
    { service: 'catalog', part: 'behind' },
  ];
  expect(blastRadiusView(radius({ services }), 'recommendation', now).services).toBe(
    'asked by gateway before it calls recommendation · behind that catalog',
  );
  expect(blastRadiusView(radius({ services: services.slice(0, 1) }), '', now).services).toBe(
    'asked by gateway',
  );
});

test('who would not be reached is named with the reason', () => {
  const view = blastRadiusView(radius(), 'recommendation', now);
  expect(view.reach).toEqual({ mark: 'partial', text: '1/2 instances would be reached at once' });
  expect(view.missed).toEqual([{ id: 'gateway-2', mark: 'unknown', detail: 'not heard of for 40 s' }]);
});

test('what is not known is said and never counted as nothing', () => {
  const view = blastRadiusView(
    radius({
      share: null,
      callsPerSecond: null,
      errorShare: null,
      fallbackShare: null,
      lastFallbackAt: null,
      instances: [],
    }),
    'recommendation',
    now,
  );
  expect(view.figures.map(({ value }) => value)).toEqual([
    'not known',
    'not known',
    'not known',
    'never seen',
  ]);
  expect(view.reach.mark).toBe('unknown');
});

test('a share below one percent is not rounded to none', () => {
  expect(blastRadiusView(radius({ errorShare: 0.004 }), 'recommendation', now).figures[1]?.value).toBe(
    '0.4 %',
  );
});
