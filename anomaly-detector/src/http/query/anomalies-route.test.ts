import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { alert, noon } from '../../../test/findings.ts';
import { type Anomaly, AnomalyLog } from '../../store/anomaly-log.ts';
import { anomaliesRoute } from './anomalies-route.ts';

it('says of each anomaly of a page whether a person has called it none', async () => {
  const anomalies = new AnomalyLog(10);
  for (const hour of [9, 10, 11]) anomalies.take(alert({ service: 'order', startS: (hour - 12) * 3_600 }));
  const known = [null, true, false];
  const app = Fastify();
  const accepted = async (page: readonly Anomaly[]) =>
    page.map(({ startsAt }) => known[new Date(startsAt).getUTCHours() - 9]!);
  await app.register(anomaliesRoute({ anomalies, now: () => noon, asItStands: (one) => one, accepted }));
  const answer = (await app.inject('/api/v1/anomalies?limit=2')).json<{
    anomalies: { accepted: boolean | null }[];
  }>();
  expect(answer.anomalies.map((each) => each.accepted)).toEqual([false, true]);
});
