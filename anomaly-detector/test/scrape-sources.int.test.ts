import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { DetectorStatus, SeriesStatus } from '../src/contract/index.ts';
import { closeServer, listen } from './shop-process.ts';

/** Pages by path; a page may depend on how it is asked for. */
const pages: Record<string, (request: IncomingMessage) => string | null> = {};
const server = createServer((request, response) => {
  const page = pages[new URL(request.url!, 'http://x').pathname]?.(request) ?? null;
  response.statusCode = page === null ? 404 : 200;
  response.end(page ?? 'nothing here');
});

/** Patience with a busy machine. */
const soon = { timeout: 20_000 };

describe('scraping by a file of sources', () => {
  let folder: string;
  let address: string;
  let detector: RunningDetector;
  let isBroken = false;
  let jobs = 0;

  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await fetch(`${detector.url}${path}`)).json() as Promise<Answer>;
  const series = async () => (await ask<{ series: SeriesStatus[] }>('/api/v1/series')).series;
  const values = async () => new Map((await series()).map(({ key, value }) => [key, value]));
  const targets = async () => (await ask<DetectorStatus>('/api/v1/status')).targets;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-sources-'));
    address = `127.0.0.1:${await listen(server)}`;
    pages['/node'] = () =>
      isBroken
        ? null
        : 'node_load1 0.5\nnode_load5{job="own"} 0.25\ngo_goroutines 7\n# TYPE pods_count gauge\npods_count 3\n';
    pages['/jobs'] = () => {
      jobs += 5;
      return `# TYPE jobs_total counter\njobs_total{service="jobs"} ${jobs}\n`;
    };
    pages['/secret'] = ({ headers }) => (headers.authorization === 'Bearer open' ? 'vault_size 42\n' : null);
    pages['/large'] = () => 'a 1\n'.repeat(1_000);
    pages['/targets'] = () =>
      JSON.stringify([{ targets: [address], labels: { __meta_path: '/asked', service: 'found' } }]);
    pages['/asked'] = () => 'asked_size 9\n';
    await writeFile(join(folder, 'token'), 'open\n');
    await writeFile(
      join(folder, 'sources.yml'),
      `
global: {scrape_interval: 400ms, scrape_timeout: 400ms}
scrape_configs:
  - job_name: node
    metrics_path: /node
    static_configs: [{targets: ["${address}"]}]
    metric_relabel_configs: [{source_labels: [__name__], regex: "go_.*", action: drop}]
  - job_name: jobs
    metrics_path: /jobs
    honor_labels: true
    static_configs: [{targets: ["${address}"]}]
  - job_name: vault
    metrics_path: /secret
    authorization: {credentials_file: token}
    static_configs: [{targets: ["${address}"], labels: {service: vault}}]
  - job_name: large
    metrics_path: /large
    body_size_limit: 1KB
    static_configs: [{targets: ["${address}"]}]
  - job_name: asked
    http_sd_configs: [{url: "http://${address}/targets", refresh_interval: 200ms}]
    relabel_configs: [{source_labels: [__meta_path], target_label: __metrics_path__}]
  - job_name: filed
    metrics_path: /node
    file_sd_configs: [{files: ["more-*.yml"], refresh_interval: 200ms}]
`,
    );
    detector = await startDetector(
      readConfig({
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_LOG_LEVEL: 'silent',
        BREAKWATER_DATA_DIR: folder,
        BREAKWATER_SOURCES_FILE: join(folder, 'sources.yml'),
      }),
    );
  });
  afterAll(async () => {
    await detector?.close();
    await closeServer(server);
    await rm(folder, { recursive: true, force: true });
  });

  it('learns the series of its targets under the labels that they have in Prometheus', async () => {
    await expect
      .poll(async () => (await values()).get(`node_load1{instance="${address}",job="node"}`), soon)
      .toBe(0.5);
    await expect.poll(async () => (await values()).get(`up{instance="${address}",job="node"}`), soon).toBe(1);
    const found = await values();
    expect(found.get(`node_load5{exported_job="own",instance="${address}",job="node"}`)).toBe(0.25);
    expect(found.get(`pods_count{instance="${address}",job="node"}`)).toBe(3);
    expect([...found.keys()].some((key) => key.startsWith('go_'))).toBe(false);
  });

  it('learns a counter by its rate, and takes up for availability', async () => {
    const find = async (start: string) => (await series()).find(({ key }) => key.startsWith(start));
    await expect.poll(async () => (await find('rate(jobs_total{'))?.value, soon).toBeGreaterThan(5);
    expect(await find('rate(jobs_total{')).toMatchObject({ service: 'jobs', unit: '1/s' });
    expect(await find('up{')).toMatchObject({ signal: 'availability', worse: 'down' });
  });

  it('shows the secret of a file, and asks for targets over HTTP', async () => {
    const key = (name: string, job: string, service: string) =>
      `${name}{instance="${address}",job="${job}",service="${service}"}`;
    await expect.poll(async () => (await values()).get(key('vault_size', 'vault', 'vault')), soon).toBe(42);
    await expect.poll(async () => (await values()).get(key('asked_size', 'asked', 'found')), soon).toBe(9);
  });

  it('names what is wrong with a target, and counts it', async () => {
    await expect
      .poll(async () => (await targets()).find(({ service }) => service === 'large')?.error, soon)
      .toBe(`http://${address}/large: expected at most 1024 bytes, got more`);
    const own = await (await fetch(`${detector.url}/metrics`)).text();
    expect(own).toMatch(/detector_scrape_failures_total\{job="large"\} [1-9]/);
    expect(own).toMatch(/detector_scrape_targets\{job="node"\} 1/);
  });

  it('follows files of targets as they come and go', async () => {
    expect((await targets()).filter(({ service }) => service === 'filed')).toEqual([]);
    const file = join(folder, 'more-1.yml');
    await writeFile(file, `- targets: ["${address}"]\n  labels: {service: filed}\n`);
    await expect
      .poll(async () => (await targets()).find(({ service }) => service === 'filed')?.up, soon)
      .toBe(true);
    await rm(file);
    await expect
      .poll(async () => (await targets()).some(({ service }) => service === 'filed'), soon)
      .toBe(false);
  });

  it('takes a target that fails for down', async () => {
    isBroken = true;
    await expect.poll(async () => (await values()).get(`up{instance="${address}",job="node"}`), soon).toBe(0);
    isBroken = false;
    await expect.poll(async () => (await values()).get(`up{instance="${address}",job="node"}`), soon).toBe(1);
  });
});
