import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { acceptanceBy } from '../../../test/acceptance.ts';
import type { Acceptance } from '../../contract/index.ts';
import { AnomalyLog } from '../../store/anomaly-log.ts';
import { anomaliesRoute } from './anomalies-route.ts';

const alertAt = (startsAt: string) => ({
  fingerprint: 'f',
  seriesKey: 'queue{}',
  service: 'order',
  metric: 'queue',
  direction: 'self' as const,
  peer: '',
  signal: 'other' as const,
  unit: '',
  kind: 'shift' as const,
  startsAt,
  endsAt: null,
  score: 0.9,
  value: 9,
  expected: 1,
  lower: 0,
  upper: 2,
  sentence: 'queue is 9',
  why: '',
});

async function told(accepted: (id: string) => Promise<Acceptance[]>) {
  const anomalies = new AnomalyLog(10);
  anomalies.take(alertAt('2026-11-20T10:00:00.000Z'));
  anomalies.take(alertAt('2026-11-20T11:00:00.000Z'));
  const now = () => Date.parse('2026-11-20T12:00:00Z');
  const [, { id }] = anomalies.find({ from: 0, to: now() }) as [unknown, { id: string }];
  const app = Fastify();
  const route = anomaliesRoute({ anomalies, now, asItStands: (one) => one, accepted: () => accepted(id) });
  await app.register(route);
  const answer = (await app.inject('/api/v1/anomalies')).json<{
    anomalies: { accepted: boolean | null }[];
  }>();
  return answer.anomalies.map((each) => each.accepted);
}

it('says of each anomaly whether a person has called it none', async () => {
  expect(await told(async (id) => [{ ...acceptanceBy('queue{}'), id }])).toEqual([false, true]);
});

it('leaves that open where whoever knows it does not answer', async () => {
  expect(await told(() => Promise.reject(new Error('away')))).toEqual([null, null]);
});
