import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { hasPrometheus, type RealPrometheus, startPrometheus } from './real-prometheus.ts';

const run = promisify(execFile);
const stepMs = 10_000;
const selector = 'breakwater_upper{service="order",zone="a"}';

/** Patience with a busy machine. */
const soon = { timeout: 20_000 };

describe('bands for Grafana', () => {
  let folder: string;
  let detector: RunningDetector;
  const end = Math.floor(Date.now() / stepMs) * stepMs;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-grafana-'));
    detector = await startDetector(
      readConfig({
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_LOG_LEVEL: 'silent',
        BREAKWATER_DATA_DIR: folder,
      }),
    );
    const time = Array.from({ length: 300 }, (_, index) => end - (299 - index) * stepMs);
    const value = time.map((at) => 100 + ((at / stepMs) % 7));
    const past = ['order', 'cart'].map((service) => ({
      labels: { __name__: 'queue', service, zone: 'a' },
      time,
      value,
    }));
    await fetch(`${detector.url}/api/v1/learn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ past }),
    });
  });
  afterAll(async () => {
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${detector.url}${path}`, init);
    return { status: response.status, body: await response.text() };
  };
  const api = async (path: string) => JSON.parse((await ask(`/prometheus/api/v1${path}`)).body);

  it('shows the bands as they stand as a page to scrape', async () => {
    const { body } = await ask(`/metrics/bands?match=${encodeURIComponent('{service="order"}')}`);
    const labels = '{service="order",zone="a",metric="queue"}';
    expect(body).toContain(`# TYPE breakwater_expected gauge`);
    expect(body).toMatch(new RegExp(`breakwater_upper${labels.replace(/[{}]/g, '\\$&')} 1\\d\\d`));
    expect(body).toContain(`breakwater_score${labels} 0`);
    expect(body).not.toContain('cart');
  });

  it.each([
    ['/metrics/bands?limit=1', 'match: expected a selector of at most 1 series, got one of 2'],
    ['/metrics/bands?match=rate(x)', 'match: expected a selector such as'],
  ])('refuses %s', async (path, message) => {
    const { status, body } = await ask(path);
    expect(status).toBe(400);
    expect(body).toContain(message);
  });

  it('answers what Grafana asks of a Prometheus', async () => {
    expect(await api('/query?query=1%2B1')).toMatchObject({
      status: 'success',
      data: { resultType: 'scalar', result: [expect.any(Number), '2'] },
    });
    expect((await api('/label/service/values')).data).toEqual(['cart', 'order']);
    expect((await api('/labels')).data).toEqual(['__name__', 'metric', 'service', 'zone']);
    expect((await api('/series?match[]=breakwater_lower')).data).toHaveLength(2);
    const form = new URLSearchParams({
      query: selector,
      start: String(end / 1000 - 600),
      end: String(end / 1000),
      step: '60',
    });
    const { body } = await ask('/prometheus/api/v1/query_range', { method: 'POST', body: form });
    const { data } = JSON.parse(body);
    expect(data.result).toHaveLength(1);
    expect(data.result[0].values).toHaveLength(11);
    expect(data.result[0].metric).toEqual({
      __name__: 'breakwater_upper',
      metric: 'queue',
      service: 'order',
      zone: 'a',
    });
  });

  it.each([
    ['/query_range?query=rate(x[5m])&start=1&end=2&step=1', 'expected a selector such as'],
    ['/query_range?query=x&start=1&end=99999&step=1', 'expected at most 11000 points'],
    ['/query_range?query=x&start=2&end=1&step=1', 'expected start and end'],
    ['/query?query=x&time=soon', 'time: expected epoch seconds'],
  ])('refuses %s as Prometheus does', async (path, error) => {
    expect(await api(path)).toMatchObject({
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringContaining(error),
    });
  });

  describe.runIf(hasPrometheus)('with a real Prometheus', () => {
    let prometheus: RealPrometheus;
    beforeAll(async () => {
      prometheus = await startPrometheus(
        join(folder, 'prometheus'),
        `scrape_configs:
  - job_name: breakwater
    scrape_interval: 1s
    honor_labels: true
    metrics_path: /metrics/bands
    params: {match: ['{service="order"}']}
    static_configs: [{targets: ["${new URL(detector.url).host}"]}]
`,
      );
    });
    afterAll(() => prometheus?.close());

    it('scrapes the bands', async () => {
      const values = async () => {
        const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(selector)}`);
        return ((await answer.json()) as { data: { result: { value: [number, string] }[] } }).data.result;
      };
      await expect.poll(async () => (await values()).length, soon).toBe(1);
      expect(Number((await values())[0]!.value[1])).toBeGreaterThan(100);
    });

    it("is asked for past bands by Prometheus' own client", async () => {
      const range = ['--start', String(end / 1000 - 600), '--end', String(end / 1000), '--step', '60s'];
      const { stdout } = await run('promtool', [
        'query',
        'range',
        ...range,
        `${detector.url}/prometheus`,
        selector,
      ]);
      expect(stdout).toContain('breakwater_upper{metric="queue", service="order", zone="a"} =>');
      expect(stdout.match(/@\[/g)).toHaveLength(11);
    });
  });
});
