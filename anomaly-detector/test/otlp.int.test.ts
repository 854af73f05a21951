import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

describe('OTLP over HTTP', () => {
  let folder: string;
  let detector: RunningDetector;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-otlp-'));
    detector = await startDetector(
      readConfig({
        ...{ BREAKWATER_DETECTOR_PORT: '0', BREAKWATER_LOG_LEVEL: 'silent', BREAKWATER_DATA_DIR: folder },
        BREAKWATER_BODY_BYTES_DECOMPRESSED: '2000000',
      }),
    );
  });
  afterAll(async () => {
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  type Listed = { key: string; value: number | null; unit: string; service: string };
  const series = async () => {
    const { series: all } = (await (await fetch(`${detector.url}/api/v1/series?limit=1000`)).json()) as {
      series: Listed[];
    };
    return new Map(all.map((one) => [one.key, one]));
  };
  const post = (body: Uint8Array | string, headers: Record<string, string>) =>
    fetch(`${detector.url}/v1/metrics`, { method: 'POST', body: body as BodyInit, headers });

  describe.each([
    ['protobuf', AggregationTemporality.CUMULATIVE, 'none'],
    ['protobuf', AggregationTemporality.DELTA, 'gzip'],
    ['json', AggregationTemporality.CUMULATIVE, 'gzip'],
    ['json', AggregationTemporality.DELTA, 'none'],
  ] as const)(
    'an OpenTelemetry SDK that exports %s with temporality %i and compression %s',
    (encoding, temporality, compression) => {
      const service = `shop-${encoding}-${temporality}`;
      const options = {
        temporalityPreference: temporality,
        compression: compression as never,
      };

      it('is learnt like a scrape: calls by service, other metrics by their name', async () => {
        const url = `${detector.url}/v1/metrics`;
        const exporter =
          encoding === 'json'
            ? new JsonExporter({ ...options, url })
            : new ProtobufExporter({ ...options, url });
        const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
        const provider = new MeterProvider({
          readers: [reader],
          resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': 'i-1' }),
          views: [
            { instrumentName: 'job.duration', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
          ],
        });
        const meter = provider.getMeter('test');
        const served = meter.createHistogram('http.server.request.duration', {
          ...{
            unit: 's',
            advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] },
          },
        });
        const called = meter.createHistogram('http.client.request.duration', { unit: 's' });
        const jobs = meter.createCounter('jobs');
        const duration = meter.createHistogram('job.duration', { unit: 's' });
        const depth = meter.createGauge('queue.depth', { unit: '{item}' });
        for (let round = 0; round < 4; round += 1) {
          for (let n = 0; n < 20; n += 1) {
            const status = n < 2 ? 503 : 200;
            served.record(0.03, { 'http.request.method': 'GET', 'http.response.status_code': status });
            called.record(0.2, { 'server.address': 'payment', 'http.response.status_code': 200 });
            duration.record(2, { kind: 'x' });
          }
          jobs.add(10);
          depth.record(7 + round);
          await provider.forceFlush();
          // The next export must not be of the same millisecond, and an instance tells one row each time.
          const last = Date.now();
          await expect.poll(() => Date.now() - last).toBeGreaterThan(150);
        }
        await expect
          .poll(async () => (await series()).has(`${service}|in||error_ratio`), { timeout: 15_000 })
          .toBe(true);
        const known = await series();
        // Its last export says that nothing more has come.
        await provider.shutdown();
        expect(known.get(`${service}|in||error_ratio`)?.value).toBeCloseTo(0.1, 6);
        expect(known.get(`${service}|in||latency_p95`)?.value).toBeGreaterThan(0.025);
        expect(known.get(`${service}|in||latency_p95`)?.value).toBeLessThanOrEqual(0.05);
        expect(known.has(`${service}|out|payment|latency_p95`)).toBe(true);
        const labels = `instance="i-1",service="${service}"`;
        expect(known.get(`queue_depth{${labels}}`)).toMatchObject({ value: 10, service });
        expect(known.get(`rate(jobs_total{${labels}})`)).toMatchObject({
          unit: '1/s',
          value: expect.any(Number),
        });
        const p95 = known.get(`p95(job_duration_seconds{instance="i-1",kind="x",service="${service}"})`);
        expect(p95?.unit).toBe('s');
        expect(p95?.value).toBeGreaterThan(1.8);
        expect(p95?.value).toBeLessThan(2.2);
      });
    },
  );

  const gauge = (at: number, value: unknown) =>
    JSON.stringify({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                { name: 'g', gauge: { dataPoints: [{ timeUnixNano: `${at}000000`, asInt: value }] } },
              ],
            },
          ],
        },
      ],
    });
  const json = { 'content-type': 'application/json' };

  it('takes numbers of 64 bits as text, and tells what it refused as a partial success', async () => {
    const now = Date.now();
    const taken = await post(gauge(now, '42'), json);
    expect([taken.status, await taken.json()]).toEqual([200, {}]);
    expect((await series()).get('g{service="unknown_service"}')?.value).toBe(42);
    const late = await post(gauge(now - 10_000, '41'), json);
    expect(late.status).toBe(200);
    expect(await late.json()).toEqual({
      partialSuccess: {
        rejectedDataPoints: '1',
        errorMessage: expect.stringContaining('before the last one'),
      },
    });
  });

  it.each([
    ['no JSON', '{', json, 400, 3],
    ['another JSON', '{"resourceMetrics": 5}', json, 400, 3],
    ['a number that is none', gauge(Date.now(), 'many'), json, 400, 3],
    ['broken gzip', 'nothing', { ...json, 'content-encoding': 'gzip' }, 400, 3],
    ['a bomb', gzipSync(new Uint8Array(20_000_000)), { ...json, 'content-encoding': 'gzip' }, 413, 8],
    ['another encoding', '{}', { ...json, 'content-encoding': 'br' }, 415, 12],
  ] as const)('answers %s with a status in JSON', async (_, body, headers, status, code) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ code, message: expect.stringContaining('expected') });
  });

  it('answers broken protobuf with a status in protobuf', async () => {
    const response = await post(Uint8Array.from([0x0a, 0xff]), { 'content-type': 'application/x-protobuf' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/x-protobuf');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.subarray(0, 2)]).toEqual([0x08, 3]);
    expect(new TextDecoder().decode(bytes)).toContain('expected a protobuf message');
  });

  it('refuses other types, in words that a person can read', async () => {
    const response = await post('a', { 'content-type': 'text/plain' });
    expect(response.status).toBe(415);
    expect(await response.json()).toEqual({ code: 12, message: expect.stringContaining('got "text/plain"') });
  });

  it('says that it is written to, and not read', async () => {
    const response = await fetch(`${detector.url}/v1/metrics`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toMatchObject({
      code: 'method_not_allowed',
      detail: 'expected POST at this path, got GET',
    });
  });

  it.each(['/nothing', '/v1/metrics/', '/:(', '/*x'])('has nothing at %s', async (path) => {
    const response = await fetch(`${detector.url}${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found' });
  });

  it('counts', async () => {
    const text = await (await fetch(`${detector.url}/metrics`)).text();
    expect(text).toMatch(/detector_pushed_samples_total\{protocol="otlp"\} [1-9]/);
    expect(text).toMatch(/detector_rejected_writes_total\{protocol="otlp",code="json_malformed"\} 3/);
    expect(text).toMatch(/detector_rejected_writes_total\{protocol="otlp",code="body_too_large"\} 1/);
  });
});
