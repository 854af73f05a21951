import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { normal, randomSource } from '../../test/random.ts';
import { AlertPolicy } from '../services/alert-policy.ts';
import { Engine } from '../services/engine.ts';
import { LiveDetector } from '../services/live-detector.ts';
import { AnomalyLog } from '../store/anomaly-log.ts';
import { History } from '../store/history.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { ownFeedback } from './own-feedback.ts';
import { answerProblems } from './problem.ts';

const series = plainSeries('queue_depth{}', { metric: 'queue_depth' });
const start = Date.parse('2026-11-20T00:00:00Z');
const stepMs = 10_000;

/** An app with one alert that runs; what is accepted is kept by `keepAccepted`. */
async function alerting(keepAccepted: () => Promise<void>) {
  const policy = new AlertPolicy();
  const anomalies = new AnomalyLog(10);
  const engine = new Engine({ entries: [], unowned: [], policy });
  const outlets = { report: () => undefined, alert: anomalies.take.bind(anomalies) };
  const detector = new LiveDetector(engine, new History(10, 100_000), outlets, start);
  const random = randomSource(5);
  let now = start;
  const rows = (many: number, height: number) => {
    for (let row = 0; row < many; row += 1) {
      now += stepMs;
      detector.take([{ series, at: now, value: height + normal(random), count: Number.NaN }], 1, now);
    }
  };
  rows(300, 100);
  rows(10, 200);
  rows(3, 400);
  const app = Fastify();
  answerProblems(app);
  await app.register(
    feedbackRoutes(ownFeedback({ detector, anomalies, policy, keepAccepted, now: () => now })),
  );
  const { id } = anomalies.find({ from: 0, to: now })[0]!;
  const say = () =>
    app.inject({
      method: 'POST',
      url: `/api/v1/anomalies/${id}/not-an-anomaly`,
      payload: { by: 'ada' },
    });
  return { say, policy };
}

it('accepts of an alert that runs what it has grown to', async () => {
  const { say } = await alerting(async () => undefined);
  const reply = await say();
  expect(reply.statusCode).toBe(201);
  expect(reply.json<{ limit: number }>().limit).toBeGreaterThan(400);
});

it('says so where it could not be stored, holds all the same, and is stored when it is said again', async () => {
  let isFull = true;
  const { say, policy } = await alerting(async () => {
    if (isFull) throw new Error('ENOSPC: no space left on device');
  });
  const reply = await say();
  expect(reply.statusCode).toBe(503);
  expect(reply.json()).toMatchObject({
    code: 'feedback_not_kept',
    detail: expect.stringMatching(/no space left.*tried again/),
  });
  expect(policy.list()).toHaveLength(1);
  isFull = false;
  expect((await say()).statusCode).toBe(201);
  expect(policy.list()).toHaveLength(1);
});
