import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptanceBy } from '../../test/acceptance.ts';
import { closeServer, listen } from '../../test/shop-process.ts';
import { WorkerReports } from '../scale-out/front/worker-report.ts';
import { AnomalyLog } from '../store/anomaly-log.ts';
import { frontFeedback } from './front-feedback.ts';

const acceptance = acceptanceBy('queue{}');

let answer = { status: 200, body: {} as object };
const worker = createServer((_request, response) => {
  response.writeHead(answer.status).end(JSON.stringify(answer.body));
});
const workers = new WorkerReports(1);
beforeAll(async () => {
  const url = `http://127.0.0.1:${await listen(worker)}`;
  workers.hear({ worker: 'w', url, partitions: [0], series: 1, ready: true, share: 1, remainingS: 0 }, 0);
});
afterAll(() => closeServer(worker));

const { accepted } = frontFeedback({
  anomalies: new AnomalyLog(1),
  workers,
  writer: { say: async () => true },
  now: () => 0,
});

it('lists what workers hold', async () => {
  answer = { status: 200, body: { accepted: [acceptance] } };
  expect(await accepted.list()).toEqual([acceptance]);
});

it.each([
  ['does not know the path', { status: 404, body: { code: 'not_found' } }, 'status 404'],
  ['is not ready', { status: 503, body: { code: 'unready' } }, 'status 503'],
  ['answers another thing', { status: 200, body: { accepted: [{ id: 'a' }] } }, 'an answer of another shape'],
])('says that a worker is away which %s, and takes feedback all the same', async (_name, given, came) => {
  answer = given;
  const away = { status: 503, code: 'worker_away', message: expect.stringContaining(came) };
  await expect(accepted.list()).rejects.toMatchObject(away);
  await expect(accepted.revoke('a')).rejects.toMatchObject(away);
  expect(await accepted.add(acceptance)).toEqual(acceptance);
});
