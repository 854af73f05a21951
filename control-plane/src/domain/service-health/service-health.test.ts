import type { SeriesStatus } from '@breakwater/anomaly-detector/contract';
import { expect, it } from 'vitest';
import type { Instance } from '../../contract/instance.ts';
import { judge, type Known } from './service-health.ts';

const instance = (more: Partial<Instance> = {}): Instance => ({
  instanceId: 'gateway-1',
  service: 'gateway',
  environment: 'production',
  sdk: 'x',
  startedAt: '2026-01-01T00:00:00.000Z',
  revision: 1,
  source: 'stream',
  flags: [],
  guards: [],
  lastSeenAt: '2026-01-01T00:00:00.000Z',
  silent: false,
  ...more,
});
const target = (up: boolean, lastScrapeAt: string | null = '2026-01-01T00:00:00.000Z') => ({
  service: 'gateway',
  instance: 'gateway-1',
  up,
  lastScrapeAt,
  error: '',
});
const series = (more: Partial<SeriesStatus>): SeriesStatus => ({
  key: 'k',
  service: 'gateway',
  direction: 'in',
  peer: '',
  metric: 'latency_p95',
  unit: 's',
  signal: 'latency',
  worse: 'up',
  warmth: { ready: true, share: 1, remainingS: 0 },
  at: null,
  value: 0.84,
  expected: 0.03,
  lower: 0.02,
  upper: 0.045,
  alerting: false,
  ...more,
});
const guard = (breaker: 'open' | 'closed' | 'forced_open') => ({
  name: 'g',
  dependency: 'recommendation',
  breaker,
  bulkhead: { limit: 1, inUse: 0, queued: 0 },
  outcomes: {},
});
const well: Known = {
  instances: [instance()],
  targets: [target(true)],
  series: [],
  killed: [],
  returning: [],
};
const errors = series({
  metric: 'error_ratio',
  signal: 'errors',
  unit: '1',
  value: 0.3,
  upper: 0.01,
  alerting: true,
});

it.each<[string, Partial<Known>, string, string]>([
  ['nothing is known', { instances: [], targets: [] }, 'unknown', 'not heard of'],
  ['all is well', { series: [series({ value: 0.023 })] }, 'ok', '1 instance, p95 23 ms'],
  ['it serves errors', { series: [errors] }, 'bad', 'errors at 30 %, expected up to 1 %'],
  ['it is slow', { series: [series({ alerting: true })] }, 'partial', 'p95 at 840 ms, expected up to 45 ms'],
  [
    'it is calming down',
    { series: [series({ alerting: true, value: 0.028 })] },
    'partial',
    'p95 calming down at 28 ms',
  ],
  [
    'half of it is gone',
    {
      series: [
        series({
          metric: 'up',
          signal: 'availability',
          unit: '1',
          alerting: true,
          value: 0.5,
          lower: 0.95,
          upper: 1,
        }),
      ],
    },
    'bad',
    'availability at 50 %, expected at least 95 %',
  ],
  [
    'what it calls fails',
    { series: [series({ ...errors, direction: 'out', peer: 'recommendation' })] },
    'partial',
    'errors towards recommendation at 30 %, expected up to 1 %',
  ],
  [
    'errors outweigh slowness',
    { series: [series({ alerting: true }), errors] },
    'bad',
    'errors at 30 %, expected up to 1 %, and 1 more',
  ],
  [
    'one of two instances does not answer',
    { targets: [target(true), target(false)] },
    'partial',
    '1 of 2 instances do not answer',
  ],
  ['no instance answers', { targets: [target(false)] }, 'bad', '1 of 1 instances do not answer'],
  ['an instance was never asked yet', { targets: [target(false, null)] }, 'ok', '1 instance'],
  [
    'one of two is silent',
    { instances: [instance(), instance({ instanceId: 'gateway-2', silent: true })] },
    'partial',
    'gateway-2 not heard of for 15 s',
  ],
  [
    'a breaker is open',
    { instances: [instance({ guards: [guard('open'), guard('closed')] })] },
    'partial',
    'breaker to recommendation is open',
  ],
  [
    'a switch is killed',
    { killed: ['recommendations'] },
    'partial',
    'recommendations is killed: its fallback is served',
  ],
  [
    'a switch is being restored',
    { returning: [{ key: 'recommendations', percent: 25 }] },
    'partial',
    'recommendations is back for 25 %: the others get its fallback',
  ],
  [
    'a breaker is forced open',
    { instances: [instance({ guards: [guard('forced_open'), guard('closed')] })] },
    'partial',
    'breaker to recommendation is forced open',
  ],
])('%s', (_name, more, health, summary) => {
  expect(judge({ ...well, ...more })).toEqual({ health, summary });
});

it.each([
  ['errors', 'error_ratio', 'bad', 'errors on alert, with no request in the last seconds'],
  ['saturation', 'queue_size', 'partial', 'queue size has no value'],
] as const)('says of an alert on %s what a row without a value means', (signal, metric, health, summary) => {
  const silent = series({ metric, signal, unit: '1', value: null, alerting: true });
  expect(judge({ ...well, series: [silent] })).toEqual({ health, summary });
});
