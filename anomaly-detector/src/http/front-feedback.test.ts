import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptanceBy } from '../../test/acceptance.ts';
import { alert } from '../../test/findings.ts';
import { closeServer, listen } from '../../test/shop-process.ts';
import { WorkerReports } from '../scale-out/front/worker-report.ts';
import { placeOf } from '../scale-out/samples/series-id.ts';
import { AnomalyLog } from '../store/anomaly-log.ts';
import { frontFeedback } from './front-feedback.ts';

const acceptance = acceptanceBy('queue{}');

let answer = { status: 200, body: {} as object };
/** Takes questions and never answers. */
const hung = createServer(() => undefined);
const worker = createServer((_request, response) => {
  response.writeHead(answer.status).end(JSON.stringify(answer.body));
});
const workers = new WorkerReports(1);
let url: string;
let hungUrl: string;
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(worker)}`;
  hungUrl = `http://127.0.0.1:${await listen(hung)}`;
  workers.hear(reportOf(url, [0]), 0);
});
afterAll(() => Promise.all([closeServer(worker), closeServer(hung)]));

const reportOf = (at: string, partitions: number[]) => ({
  worker: `${at} ${partitions}`,
  url: at,
  partitions,
  series: 1,
  ready: true,
  share: 1,
  remainingS: 0,
});
const acceptedOf = (of: WorkerReports) =>
  frontFeedback({
    anomalies: new AnomalyLog(1),
    workers: of,
    writer: { say: async () => true },
    now: () => 0,
  }).accepted;
const accepted = acceptedOf(workers);

it('lists what workers hold', async () => {
  answer = { status: 200, body: { accepted: [acceptance] } };
  expect(await accepted.list()).toEqual([acceptance]);
});

const away = (code: string, came: string) => ({ status: 503, code, message: expect.stringContaining(came) });

describe('whether a person has called an anomaly none', () => {
  const partitions = 4;
  /** An anomaly of a series of each partition, by the partition. */
  const anomalies = Array.from({ length: partitions }, (_, partition) => {
    const keys = Array.from({ length: 100 }, (_key, index) => `queue{host="${index}"}`);
    const seriesKey = keys.find((key) => placeOf(key, partitions).partition === partition)!;
    return { ...alert({ service: 'order' }), id: `a${partition}`, seriesKey };
  });
  const told = (...reports: ReturnType<typeof reportOf>[]) => {
    const some = new WorkerReports(partitions);
    for (const report of reports) some.hear(report, 0);
    return acceptedOf(some).areAccepted(anomalies);
  };

  it('is not known without workers', async () => {
    expect(await told()).toEqual([null, null, null, null]);
  });

  it('is known where the worker that learns its series answers', async () => {
    answer = { status: 200, body: { accepted: [{ ...acceptance, id: 'a1' }] } };
    const knowing = reportOf(url, [0, 1]);
    expect(await told(knowing)).toEqual([false, true, null, null]);
    expect(await told(knowing, reportOf(hungUrl, [2]))).toEqual([false, true, null, null]);
    expect(await told(knowing, reportOf('http://127.0.0.1:1', [2]))).toEqual([false, true, null, null]);
  });

  it('is known where one that is away claims its series still, and another has taken it over', async () => {
    answer = { status: 200, body: { accepted: [{ ...acceptance, id: 'a1' }] } };
    const reports = [reportOf('http://127.0.0.1:1', [0, 1, 2, 3]), reportOf(url, [0, 1])];
    expect(await told(...reports)).toEqual([false, true, null, null]);
  });
});

it('says that it does not know all where a partition is held by no worker', async () => {
  answer = { status: 200, body: { accepted: [] } };
  const some = new WorkerReports(2);
  some.hear(reportOf(url, [0]), 0);
  const orphaned = away('partition_not_held', '1 partition is held by no worker');
  await expect(acceptedOf(some).list()).rejects.toMatchObject(orphaned);
  await expect(acceptedOf(some).revoke('a')).rejects.toMatchObject(orphaned);
});

it.each([
  ['does not know the path', { status: 404, body: { code: 'not_found' } }, 'status 404'],
  ['is not ready', { status: 503, body: { code: 'unready' } }, 'status 503'],
  ['answers another thing', { status: 200, body: { accepted: [{ id: 'a' }] } }, 'an answer of another shape'],
])('says that a worker is away which %s, and takes feedback all the same', async (_name, given, came) => {
  answer = given;
  await expect(accepted.list()).rejects.toMatchObject(away('worker_away', came));
  await expect(accepted.revoke('a')).rejects.toMatchObject(away('worker_away', came));
  expect(await accepted.add(acceptance)).toEqual(acceptance);
});
