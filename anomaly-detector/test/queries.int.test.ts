import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { BandRange, SeriesStatus, Taught } from '../src/contract/index.ts';
import { writeBody } from './write-body.ts';

const stepMs = 10_000;
const key = 'queue{service="order"}';

describe('questions to the detector', () => {
  let folder: string;
  let detector: RunningDetector;
  const now = Math.floor(Date.now() / stepMs) * stepMs;
  const calmUntil = now - 20 * stepMs;

  const start = () =>
    startDetector(
      readConfig({
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_LOG_LEVEL: 'silent',
        BREAKWATER_DATA_DIR: folder,
      }),
    );
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await fetch(`${detector.url}${path}`)).json() as Promise<Answer>;
  const learn = async (body: unknown) => {
    const response = await fetch(`${detector.url}/api/v1/learn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: (await response.json()) as Taught & { detail?: string } };
  };
  const write = (labels: Record<string, string>, samples: [number, number][]) =>
    fetch(`${detector.url}/api/v1/write`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      body: writeBody([{ labels, samples }]) as BodyInit,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-queries-'));
    detector = await start();
    const time = Array.from({ length: 600 }, (_, index) => calmUntil - (600 - index) * stepMs);
    const calm = { time, value: time.map((at) => 100 + ((at / stepMs) % 7)) };
    const series = (service: string) => ({ labels: { __name__: 'queue', service }, ...calm });
    const { answer } = await learn({ past: ['order', 'cart', 'stock'].map(series) });
    expect(answer).toEqual({ rows: 1800, passedOver: 0 });
    const ill = Array.from({ length: 20 }, (_, index): [number, number] => [
      calmUntil + index * stepMs,
      900 + index,
    ]);
    await write({ __name__: 'queue', service: 'order' }, ill);
  });
  afterAll(async () => {
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('says of what is taught how much was passed over, and takes no times that cannot be', async () => {
    const labels = { __name__: 'queue', service: 'cart' };
    const row = (at: number) => ({ past: [{ labels, time: [at], value: [1] }] });
    expect(await learn(row(calmUntil - 5 * stepMs))).toMatchObject({ answer: { rows: 0, passedOver: 1 } });
    expect(await learn(row(now + 86_400_000))).toMatchObject({ status: 400, answer: { code: 'future' } });
    expect(await learn(row(now / 1000))).toMatchObject({
      status: 400,
      answer: { detail: expect.stringContaining('seconds?') },
    });
  });

  it.each([
    ['application/xml', '{}', 415, 'body_unsupported', 'expected application/json'],
    ['application/json', '{', 400, 'json_malformed', 'expected JSON'],
    ['application/json', '', 400, 'json_malformed', 'expected JSON'],
  ])('says what is wrong with a body of %s: %j', async (type, body, status, code, detail) => {
    const response = await fetch(`${detector.url}/api/v1/learn`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, detail: expect.stringContaining(detail) });
  });

  type Anomalies = { anomalies: { id: string; sentence: string; endsAt: string | null }[]; total: number };

  it('raises nothing on the past, and tells of what deviates since with the reason in words', async () => {
    const { anomalies } = await ask<Anomalies>('/api/v1/anomalies');
    expect(anomalies).toMatchObject([
      {
        service: 'order',
        metric: 'queue',
        seriesKey: key,
        endsAt: null,
        value: expect.any(Number),
        expected: expect.any(Number),
      },
    ]);
    expect(anomalies[0]!.sentence).toContain('queue of order is 9');
  });

  it.each([
    ['service=cart', 0],
    ['running=true&service=order&metric=queue', 1],
    ['running=false', 0],
    [`to=${calmUntil - 600_000}&from=0`, 0],
    [`from=${new Date(now - 10_000).toISOString()}`, 1],
  ])('finds anomalies by %s', async (query, total) => {
    expect(await ask(`/api/v1/anomalies?${query}`)).toMatchObject({ total });
  });

  it('counts alerts by kind and series by warmth', async () => {
    const own = await (await fetch(`${detector.url}/metrics`)).text();
    expect(own).toMatch(/detector_alerts_running\{kind="(shift|spike)"\} 1/);
    expect(own).toMatch(/detector_alerts_started_total\{kind="(shift|spike)"\} 1/);
    expect(own).toContain('detector_series_by_warmth{warmth="ready"} 3');
    expect(own).toContain('detector_targets{state="up"} 0');
  });

  it('thins a band by step, and keeps what was furthest off', async () => {
    const from = calmUntil - 100 * stepMs;
    const band = await ask<BandRange>(
      `/api/v1/band?key=${encodeURIComponent(key)}&from=${from}&to=${now}&step=10m`,
    );
    expect(band.stepS).toBe(600);
    expect(band.time.length).toBeLessThanOrEqual(4);
    expect(Math.max(...band.value.map((value) => value ?? 0))).toBeGreaterThanOrEqual(900);
    expect(band.alert.at(-1)).toBe(1);
    expect(band.alert[0]).toBe(0);
  });

  it('lists series by filter and page, and how warm they are', async () => {
    const page = await ask<{ series: SeriesStatus[]; total: number; next: string }>(
      '/api/v1/series?metric=queue&limit=2',
    );
    expect(page).toMatchObject({ total: 3, next: 'queue{service="order"}' });
    const rest = await ask<{ series: SeriesStatus[] }>(
      `/api/v1/series?metric=queue&limit=2&after=${encodeURIComponent(page.next)}`,
    );
    expect(rest.series.map(({ service }) => service)).toEqual(['stock']);
    expect(await ask('/api/v1/series?alerting=true')).toMatchObject({ series: [{ key }], total: 1 });
    expect(await ask('/api/v1/warmth?service=cart')).toMatchObject({
      seriesCount: 3,
      readyCount: 3,
      series: [
        {
          key: 'queue{service="cart"}',
          warmth: { ready: true },
          seasons: { day: { share: expect.any(Number), remainingS: expect.any(Number) }, inUse: false },
        },
      ],
    });
  });

  it('packs a large answer for who takes it packed', async () => {
    const encoding = await new Promise((resolve) => {
      get(
        `${detector.url}/api/v1/band?key=${encodeURIComponent(key)}`,
        { headers: { 'accept-encoding': 'gzip' } },
        (answer) => {
          answer.resume();
          resolve(answer.headers['content-encoding']);
        },
      );
    });
    expect(encoding).toBe('gzip');
  });

  it.each([
    ['/api/v1/anomalies?from=soon', 'from: expected ISO 8601 or epoch ms, got "soon"'],
    [
      '/api/v1/anomalies?after=gone',
      'after: expected the `next` of an answer to the same question, got gone',
    ],
    ['/api/v1/anomalies?kind=odd', 'kind: Invalid option'],
    ['/api/v1/series?limit=0', 'limit: Too small'],
    ['/api/v1/series?servce=a', 'expected one of service, metric, alerting'],
    ['/api/v1/band?key=a&step=x', 'step: expected seconds, or a duration such as 30s, got "x"'],
    ['/api/v1/band?key=a&step=1s&from=0', 'step: expected at most 11000 steps'],
    ['/api/v1/band?key=a&step=1s&points=5', 'points: expected points or step, got both'],
    ['/api/v1/band', 'key: Invalid input'],
  ])('answers %s with 400 and what is wrong', async (path, detail) => {
    const response = await fetch(`${detector.url}${path}`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'query_invalid',
      detail: expect.stringContaining(detail),
    });
  });

  it.each([
    [{ past: [{ labels: { a: 'b' }, time: [], value: [] }] }, 'past.0.labels: expected a label __name__'],
    [
      { past: [{ labels: { __name__: 'a' }, time: [now, now - 1], value: [1, 1] }] },
      'past.0.time: expected each time to be later',
    ],
    [
      { past: [{ labels: { __name__: 'a' }, time: [now], value: [] }] },
      'past.0.value: expected as many values as times',
    ],
    ['nothing', 'expected {"past":'],
  ])('refuses to learn %j', async (body, detail) => {
    expect(await learn(body)).toMatchObject({
      status: 400,
      answer: { detail: expect.stringContaining(detail) },
    });
  });

  type Accepted = { accepted: { id: string; by: string; limit: number }[] };
  const say = (path: string, method: string, body?: unknown) =>
    fetch(`${detector.url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });

  it('takes a word for it that an anomaly is none, keeps it over a restart, and takes it back', async () => {
    const [anomaly] = (await ask<Anomalies>('/api/v1/anomalies')).anomalies;
    expect(anomaly).toMatchObject({ accepted: false });
    const said = await say(`/api/v1/anomalies/${anomaly!.id}/not-an-anomaly`, 'POST', { by: 'ada' });
    expect(said.status).toBe(201);
    expect(await said.json()).toMatchObject({ seriesKey: key, shape: 'height', direction: 1, by: 'ada' });
    await detector.close();
    detector = await start();
    const { accepted } = await ask<Accepted>('/api/v1/accepted');
    expect(accepted).toMatchObject([{ id: anomaly!.id, by: 'ada', limit: expect.closeTo(1000, -2) }]);
    const { anomalies } = await ask<Anomalies>('/api/v1/anomalies');
    expect(anomalies.find(({ id }) => id === anomaly!.id)).toMatchObject({ accepted: true });
    expect((await say(`/api/v1/accepted/${anomaly!.id}`, 'DELETE')).status).toBe(204);
    expect(await ask<Accepted>('/api/v1/accepted')).toEqual({ accepted: [] });
  });

  it.each([
    ['/api/v1/anomalies/none/not-an-anomaly', 'POST', { by: 'ada' }, 404, 'anomaly_unknown'],
    ['/api/v1/anomalies/none/not-an-anomaly', 'POST', {}, 400, 'feedback_invalid'],
    ['/api/v1/accepted/none', 'DELETE', undefined, 404, 'acceptance_unknown'],
  ])('answers %s %s of %j with %i', async (path, method, body, status, code) => {
    const response = await say(path, method, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('keeps its anomalies over a restart', async () => {
    const before = await ask<Anomalies>('/api/v1/anomalies');
    await detector.close();
    detector = await start();
    const after = await ask<Anomalies>('/api/v1/anomalies');
    expect(after.anomalies.map(({ id }) => id)).toEqual(before.anomalies.map(({ id }) => id));
  });
});
