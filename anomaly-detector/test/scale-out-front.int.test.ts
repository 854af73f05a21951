import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { createKafka } from '../src/adapters/kafka/kafka-client.ts';
import { topicNames } from '../src/adapters/kafka/kafka-topics.ts';
import { Acceptance, BandRange, DetectorStatus, type SeriesStatus } from '../src/contract/index.ts';
import { type DetectorProcess, startDetectorProcess } from './detector-process.ts';
import { plainSeries } from './plain-series.ts';
import { normal, randomSource } from './random.ts';
import { closeServer, listen } from './shop-process.ts';
import { writeBody } from './write-body.ts';

const { kafkaBrokers } = inject('services');
const patience = { timeout: 30_000, interval: 100 };
const partitions = 2;
const rows = 90;
const rowMs = 10_000;

describe.skipIf(kafkaBrokers === null)('a front and a worker', { timeout: 100_000 }, () => {
  const prefix = `t${Math.random().toString(36).slice(2)}.`;
  const { alerts } = topicNames(prefix);
  const quiet = { info() {}, warn() {}, error() {} };
  const admin = createKafka(`kafka://${kafkaBrokers}`, 'scale-out-test', quiet).admin();
  const processes: DetectorProcess[] = [];
  let folder: string;
  beforeAll(async () => {
    await admin.connect();
    folder = await mkdtemp(join(tmpdir(), 'detector-front-'));
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await admin.disconnect();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (role: 'front' | 'worker', count = partitions, env: Record<string, string> = {}) => {
    const started = await startDetectorProcess({
      role,
      url: `kafka://${kafkaBrokers}`,
      prefix,
      partitions: count,
      env: { BREAKWATER_DATA_DIR: folder, BREAKWATER_SERIES_PER_TENANT: '10', ...env },
    });
    processes.push(started);
    return started;
  };

  /** How many events each partition of the alerts holds. */
  const ends = async () => {
    const found = await admin.fetchTopicOffsets(alerts);
    return new Map(found.map(({ partition, high }) => [partition, Number(high)]));
  };
  /** Whether a front has stored what it made of the events up to `heard`. */
  const isStored = (heard: ReadonlyMap<number, number>) => async () => {
    const [group] = await admin.fetchOffsets({ groupId: `${prefix}detector-front`, topics: [alerts] });
    const stored = new Map(group!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return [...heard].every(([partition, end]) => end === 0 || stored.get(partition)! >= end);
  };

  it('judge what is written to the front, and hear each alert once though the front is killed', async () => {
    const [front, worker] = await Promise.all([start('front'), start('worker')]);
    const random = randomSource(3);
    const from = Date.now() - rows * rowMs;
    for (let row = 0; row < rows; row += 1) {
      const body = writeBody(
        Array.from({ length: 8 }, (_, host) => ({
          labels: { __name__: 'queue_length', host: `h${host}` },
          samples: [[from + row * rowMs, 50 + normal(random) + (host < 3 && row >= 80 ? 40 : 0)]],
        })),
      );
      const answer = await fetch(`${front.url}/api/v1/write`, {
        method: 'POST',
        body: body as BodyInit,
        headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      });
      expect(answer.status).toBe(204);
    }
    await expect.poll(() => front.metric('detector_alerts'), patience).toBe(3);
    const status = async (of: DetectorProcess) =>
      DetectorStatus.parse(await (await fetch(`${of.url}/api/v1/status`)).json());
    await expect.poll(async () => (await status(front)).warmth.ready, patience).toBe(true);
    expect((await status(front)).seriesCount).toBe(8);
    expect(await worker.metric('detector_series')).toBe(8);

    const past = ['a', 'b', 'c'].map((key) => ({ series: plainSeries(key), time: [from], value: [1] }));
    const taught = await fetch(`${front.url}/api/v1/learn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ past }),
    });
    expect(taught.status).toBe(422);
    expect(await taught.json()).toMatchObject({ code: 'series_limit' });

    const ask = async (path: string) => (await fetch(`${front.url}${path}`)).json();
    const page = (await ask('/api/v1/series?limit=5')) as {
      series: SeriesStatus[];
      total: number;
      next: string;
    };
    expect(page).toMatchObject({ total: 8, next: 'queue_length{host="h4"}' });
    expect(page.series.map(({ alerting }) => alerting)).toEqual([true, true, true, false, false]);
    const band = BandRange.parse(
      await ask(`/api/v1/band?key=${encodeURIComponent(page.series[0]!.key)}&from=${from}`),
    );
    expect(band.time).toHaveLength(rows);
    expect(band.alert.at(-1)).toBe(1);

    const heard = await ends();
    await expect.poll(isStored(heard), patience).toBe(true);
    await front.kill();
    const next = await start('front');
    await expect.poll(() => next.metric('detector_workers'), patience).toBe(1);
    expect(await next.metric('detector_alerts')).toBe(0);

    // What is no anomaly is told to whoever learns the series, and goes with its partition.
    const { anomalies } = (await (await fetch(`${next.url}/api/v1/anomalies`)).json()) as {
      anomalies: { id: string; seriesKey: string }[];
    };
    expect(anomalies).toHaveLength(3);
    for (const { id } of anomalies) {
      const said = await fetch(`${next.url}/api/v1/anomalies/${id}/not-an-anomaly`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ by: 'ada' }),
      });
      expect(said.status).toBe(201);
    }
    const acceptedBy = async (of: DetectorProcess) => {
      const answer = await (await fetch(`${of.url}/api/v1/accepted`)).json();
      return z
        .object({ accepted: z.array(Acceptance) })
        .parse(answer)
        .accepted.map(({ id }) => id);
    };
    const [first, ...others] = anomalies.map(({ id }) => id);
    const sorted = (ids: readonly string[]) => [...ids].sort();
    const keptBy = (of: DetectorProcess) => async () => sorted(await acceptedBy(of));
    await expect.poll(keptBy(next), patience).toEqual(sorted([first!, ...others]));
    const revoked = await fetch(`${next.url}/api/v1/accepted/${first}`, { method: 'DELETE' });
    expect(revoked.status).toBe(204);
    await expect.poll(keptBy(next), patience).toEqual(sorted(others));
    expect(await worker.stop()).toBe(0);
    const heir = await start('worker');
    await expect.poll(keptBy(heir), patience).toEqual(sorted(others));
    expect(await heir.stop()).toBe(0);
  });

  it('ask a Prometheus for its past once, though the front is started again', async () => {
    const asked: string[] = [];
    const prometheus = createServer((request, response) => {
      request.resume();
      asked.push(request.url!);
      const at = Date.now() / 1000;
      const [resultType, value] = request.url!.endsWith('_range')
        ? ['matrix', { values: [[at - 1, '1']] }]
        : ['vector', { value: [at, '1'] }];
      const result = [{ metric: { pod: 'a' }, ...value }];
      response.end(JSON.stringify({ status: 'success', data: { resultType, result } }));
    });
    const url = `http://127.0.0.1:${await listen(prometheus)}`;
    const sources = join(folder, 'sources.json');
    const queries = [{ name: 'pods', query: 'pods', interval: '1s' }];
    await writeFile(sources, JSON.stringify({ prometheus: [{ url, history: '1m', queries }] }));
    const own = { BREAKWATER_SOURCES_FILE: sources, BREAKWATER_DATA_DIR: join(folder, 'own') };
    const first = await start('front', partitions, own);
    await expect.poll(() => first.metric('detector_readings_sent'), patience).toBeGreaterThan(0);
    expect(await first.stop()).toBe(0);
    expect(asked).toContain('/api/v1/query_range');
    asked.length = 0;
    const second = await start('front', partitions, own);
    await expect.poll(() => asked, patience).toContain('/api/v1/query');
    expect(asked).not.toContain('/api/v1/query_range');
    expect(await second.stop()).toBe(0);
    await closeServer(prometheus);
  });

  it('refuse to run on another number of partitions', async () => {
    const refused = start('worker', partitions + 1);
    await expect(refused).rejects.toThrow(
      `expected 3 partitions of ${prefix}telemetry.samples.v1, got 2: a series would move to a partition that has not learnt it; set BREAKWATER_DETECTOR_PARTITIONS to 2`,
    );
  });
});
