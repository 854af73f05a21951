import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { BandRange, SeriesStatus } from '../src/contract/index.ts';
import { hasPrometheus, type RealPrometheus, startPrometheus } from './real-prometheus.ts';
import { closeServer, listen } from './shop-process.ts';

const run = promisify(execFile);
const cli = join(import.meta.dirname, '../src/cli.ts');
const stepS = 2;
const pastS = 3600;
/** A queue that swings gently between 90 and 112; `t` in epoch seconds. */
const queueAt = (t: number): number => 100 + 10 * Math.sin(t / 300) + ((t * 7) % 3);

let live = 100;
const page = createServer((_request, response) => response.end(`shop_queue_size{service="order"} ${live}\n`));

/** Patience with a busy machine. */
const soon = { timeout: 20_000 };

describe.runIf(hasPrometheus)('the past of a Prometheus', () => {
  let folder: string;
  let prometheus: RealPrometheus;
  let detector: RunningDetector;
  const endS = Math.floor(Date.now() / 1000 / stepS) * stepS;
  const times = Array.from({ length: pastS / stepS }, (_, index) => endS - pastS + index * stepS);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-past-'));
    const address = `127.0.0.1:${await listen(page)}`;
    const lines = times.map((t) => `shop_queue_size{service="order"} ${queueAt(t)} ${t}`);
    prometheus = await startPrometheus(
      join(folder, 'prometheus'),
      `scrape_configs: [{job_name: shop, scrape_interval: 1s, static_configs: [{targets: ["${address}"]}]}]`,
      `# TYPE shop_queue_size gauge\n${lines.join('\n')}\n# EOF\n`,
    );
    await writeFile(
      join(folder, 'sources.yml'),
      `scrape_configs:
  - job_name: federated
    honor_labels: true
    metrics_path: /federate
    scrape_interval: 1s
    scrape_timeout: 1s
    params: {'match[]': ['shop_queue_size']}
    static_configs: [{targets: ["${new URL(prometheus.url).host}"]}]
prometheus:
  - url: ${prometheus.url}
    history: 1h
    queries:
      - {name: queue, query: 'max by (service) (shop_queue_size)', interval: ${stepS}s, service_label: service, signal: saturation, worse: up}
      - {name: broken, query: 'max by (', interval: ${stepS}s}
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
    await prometheus?.close();
    await closeServer(page);
    await rm(folder, { recursive: true, force: true });
  });

  const find = async (key: string) => {
    const answer = (await (await fetch(`${detector.url}/api/v1/series`)).json()) as {
      series: SeriesStatus[];
    };
    return answer.series.find((series) => series.key === key);
  };
  const metrics = async () => (await fetch(`${detector.url}/metrics`)).text();
  const command = (...args: string[]) => run(process.execPath, [cli, ...args]);
  const iso = (t: number) => new Date(t * 1000).toISOString();
  const past = ['--from', iso(times[0]!), '--to', iso(times.at(-1)!), '--step', `${stepS}s`];

  it('is learnt at the start, so that a series is warm at once and nothing is raised', async () => {
    await expect.poll(async () => (await find('queue{service="order"}'))?.warmth.ready, soon).toBe(true);
    expect(await find('queue{service="order"}')).toMatchObject({
      service: 'order',
      signal: 'saturation',
      worse: 'up',
    });
    const imported = async () => Number(/detector_imported_rows_total (\d+)/.exec(await metrics())?.[1]);
    await expect.poll(imported, soon).toBeGreaterThan(times.length * 0.9);
    expect(await metrics()).toMatch(/detector_alerts(_total)? 0/);
    const band = (await (
      await fetch(
        `${detector.url}/api/v1/band?key=${encodeURIComponent('queue{service="order"}')}&from=${iso(endS - 1800)}`,
      )
    ).json()) as BandRange;
    expect(band.upper.at(-1)).toBeGreaterThan(100);
  });

  it('is gone on from by asking at each interval', async () => {
    // More than the past ever had, whose last value still counts for five minutes.
    live = 119;
    await expect.poll(async () => (await find('queue{service="order"}'))?.value, soon).toBe(119);
  });

  it('is not needed for what is scraped from it by federation', async () => {
    const federated = async () => {
      const answer = await fetch(`${detector.url}/api/v1/series?metric=shop_queue_size&service=order`);
      return ((await answer.json()) as { series: SeriesStatus[] }).series.find(({ key }) =>
        key.includes('job="shop"'),
      );
    };
    await expect.poll(async () => (await federated())?.value, soon).toBe(119);
  });

  it('is counted where it cannot be had', async () => {
    expect(await metrics()).toMatch(/detector_poll_failures_total\{query="broken"\} [1-9]/);
  });

  it('is judged by detect as a file of the same rows is', async () => {
    const file = join(folder, 'same.csv');
    await writeFile(file, `timestamp,value\n${times.map((t) => `${iso(t)},${queueAt(t)}`).join('\n')}\n`);
    const output = join(folder, 'out.csv');
    await command(
      'detect',
      '--prometheus',
      prometheus.url,
      '--query',
      'shop_queue_size',
      ...past,
      '--output',
      output,
    );
    const { stdout } = await command('detect', '--input', file);
    expect(stdout.split('\n').length).toBe(times.length + 2);
    expect((await readFile(output, 'utf8')).split('\n')).toEqual(stdout.split('\n'));
  });

  it('says what is wrong with a query in one line', async () => {
    const failing = command('detect', '--prometheus', prometheus.url, '--query', 'nothing_such', ...past);
    await expect(failing).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected one series, got none'),
    });
    const broken = command('detect', '--prometheus', prometheus.url, '--query', 'sum(', ...past);
    await expect(broken).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/api/v1/query_range: expected 200, got 400'),
    });
  });

  it('is taught to a running detector by the command learn, once', async () => {
    const learn = [
      'learn',
      '--detector',
      detector.url,
      '--prometheus',
      prometheus.url,
      '--query',
      'shop_queue_size',
    ];
    const { stderr } = await command(...learn, '--name', 'taught', '--service-label', 'service', ...past);
    expect(stderr).toContain(`${times.length} rows learnt`);
    expect(await find('taught{service="order"}')).toMatchObject({
      service: 'order',
      warmth: { ready: true },
    });
    const again = command(...learn, '--name', 'taught', '--service-label', 'service', ...past);
    await expect(again).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('passed over') });
  });

  it('is taught as raw samples by remote read', async () => {
    const read = ['learn', '--detector', detector.url, '--remote-read', `${prometheus.url}/api/v1/read`];
    const { stderr } = await command(...read, '--matcher', '{__name__=~"shop_queue_.*",job=""}', ...past);
    expect(stderr).toContain(`${times.length} rows learnt`);
    expect(await find('shop_queue_size{service="order"}')).toMatchObject({ warmth: { ready: true } });
    await expect(command(...read, '--matcher', 'sum(x)')).rejects.toMatchObject({ code: 2 });
  });

  it('is taught from CSV files too', async () => {
    await mkdir(join(folder, 'csv/order'), { recursive: true });
    const rows = times.slice(-100).map((t) => `${t},${queueAt(t)}`);
    await writeFile(join(folder, 'csv/order/queue_csv.csv'), `timestamp,value\n${rows.join('\n')}\n`);
    await command('learn', '--detector', detector.url, '--csv', join(folder, 'csv'));
    expect(await find('queue_csv{service="order"}')).toMatchObject({
      service: 'order',
      warmth: { ready: true },
    });
  });
});
