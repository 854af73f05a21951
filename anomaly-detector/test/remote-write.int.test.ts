import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import snappy from 'snappyjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { contentType2, type ToWrite, writeBody, writeBody2, writeRequest } from './write-body.ts';

describe('remote write', () => {
  let folder: string;
  let detector: RunningDetector;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-write-'));
    detector = await startDetector(
      readConfig({
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_LOG_LEVEL: 'silent',
        BREAKWATER_DATA_DIR: folder,
      }),
    );
  });
  afterAll(async () => {
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const post = (body: Uint8Array | string, headers: Record<string, string> = {}) =>
    fetch(`${detector.url}/api/v1/write`, {
      method: 'POST',
      body: body as BodyInit,
      duplex: 'half',
      headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', ...headers },
    } as RequestInit);
  const seriesKeys = async () => {
    const { series } = (await (await fetch(`${detector.url}/api/v1/series`)).json()) as {
      series: { key: string; value: number }[];
    };
    return new Map(series.map(({ key, value }) => [key, value]));
  };

  it('derives the series of a service and learns the others as they are', async () => {
    const now = Date.now();
    const labels = { service: 'order', instance: 'order-1', status: '200', route: '/x' };
    const scrape = (n: number): ToWrite[] => {
      const at = now - 60_000 + n * 15_000;
      const named = (name: string, more: Record<string, string>, value: number): ToWrite => ({
        labels: { __name__: name, ...labels, ...more },
        samples: [[at, value]],
      });
      return [
        named('http_server_request_duration_seconds_bucket', { le: '0.1' }, 100 * n),
        named('http_server_request_duration_seconds_bucket', { le: '+Inf' }, 100 * n),
        named('http_server_request_duration_seconds_count', {}, 90 * n),
        named('http_server_request_duration_seconds_count', { status: '503' }, 10 * n),
        { labels: { __name__: 'node_load1', host: 'a' }, samples: [[at, 0.5 + n / 10]] },
      ];
    };
    for (let n = 0; n < 4; n += 1) expect((await post(writeBody(scrape(n)))).status).toBe(204);
    const keys = await seriesKeys();
    expect(keys.get('node_load1{host="a"}')).toBeCloseTo(0.8, 6);
    expect(keys.get('order|in||error_ratio')).toBeCloseTo(0.1, 6);
    expect(keys.get('order|in||request_rate')).toBeCloseTo(100 / 15, 4);
  });

  const good: ToWrite[] = [{ labels: { __name__: 'm' }, samples: [[Date.now(), 1]] }];
  it.each([
    ['cut snappy', writeBody(good).subarray(0, 5), {}, 400, 'snappy_malformed'],
    ['bare protobuf', writeRequest(good), {}, 400, 'snappy_malformed'],
    ['cut protobuf', snappy.compress(writeRequest(good).subarray(0, 7)), {}, 400, 'protobuf_malformed'],
    [
      'a series without a name',
      writeBody([{ labels: { a: 'b' }, samples: [[Date.now(), 1]] }]),
      {},
      400,
      'label_invalid',
    ],
    [
      'an unknown message',
      writeBody(good),
      { 'content-type': 'application/x-protobuf;proto=io.example.Request' },
      415,
      'body_unsupported',
    ],
    ['JSON', '{"a":1}', { 'content-type': 'application/json' }, 415, 'body_unsupported'],
    ['gzip', writeBody(good), { 'content-encoding': 'gzip' }, 415, 'body_unsupported'],
  ] as const)('answers %s with a clear problem', async (_, body, headers, status, code) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status,
      code,
      detail: expect.stringContaining('expected'),
    });
  });

  it('lists no series of which nothing could be taken', async () => {
    const ahead = Date.now() + 3_600_000;
    const response = await post(writeBody([{ labels: { __name__: 'ahead' }, samples: [[ahead, 1]] }]));
    expect(await response.json()).toMatchObject({
      code: 'future',
      detail: expect.stringContaining('ahead{}'),
    });
    expect([...(await seriesKeys()).keys()]).not.toContain('ahead{}');
  });

  it('refuses a body beyond its limit', async () => {
    const response = await post(new Uint8Array(17 * 1024 * 1024));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      status: 413,
      code: 'body_too_large',
      detail: expect.stringMatching(/at most \d+ bytes, .* or raise BREAKWATER_BODY_BYTES$/),
    });
  });

  it('cuts a body of 50 MB off instead of taking it in', async () => {
    const before = process.memoryUsage().rss;
    let sent = 0;
    const chunk = new Uint8Array(64 * 1024);
    const body = new ReadableStream({
      pull(controller) {
        sent += chunk.length;
        if (sent > 50 * 1024 * 1024) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const answer = await post(body as unknown as Uint8Array, {}).then(
      ({ status }) => status,
      // The connection is closed while the rest is being sent.
      () => 413,
    );
    expect(answer).toBe(413);
    expect(sent).toBeLessThan(50 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('takes version 2.0, tells how much of it was written, and 400 for what was not', async () => {
    const now = Date.now();
    const series: ToWrite[] = [
      { labels: { __name__: 'v2_gauge' }, samples: [[now, 1]] },
      { labels: { __name__: 'v2_gauge' }, samples: [[now - 5000, 1]] },
    ];
    const whole = await post(writeBody2(series.slice(0, 1)), { 'content-type': contentType2 });
    expect(whole.status).toBe(204);
    expect(whole.headers.get('x-prometheus-remote-write-samples-written')).toBe('1');
    const part = await post(writeBody2([...series.slice(1), { ...series[0]!, samples: [[now + 1, 2]] }]), {
      'content-type': contentType2,
    });
    expect(part.status).toBe(400);
    expect(part.headers.get('x-prometheus-remote-write-samples-written')).toBe('1');
    expect(await part.json()).toMatchObject({
      code: 'out_of_order',
      detail: expect.stringContaining('1 of a time before'),
    });
  });

  it('counts what it refuses, and goes on', async () => {
    const text = await (await fetch(`${detector.url}/metrics`)).text();
    expect(text).toMatch(
      /detector_rejected_writes_total\{protocol="remote_write",code="snappy_malformed"\} [1-9]/,
    );
    expect((await post(writeBody(good))).status).toBe(204);
    expect((await fetch(`${detector.url}/livez`)).status).toBe(200);
  });

  it.each([
    ['/api/v1/band', 400, 'query_invalid'],
    ['/api/v1/band?key=nothing', 404, 'series_unknown'],
    ['/api/v1/band?key=m%7B%7D&from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z', 400, 'query_invalid'],
    ['/api/v1/band?key=m%7B%7D&points=0', 400, 'query_invalid'],
    ['/nowhere', 404, 'not_found'],
  ])('answers %s with %i', async (path, status, code) => {
    const response = await fetch(`${detector.url}${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});
