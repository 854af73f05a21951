import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { closeServer, listen } from './shop-process.ts';

/** Debian's package. */
const program: string = 'prometheus';
const hasPrometheus = spawnSync(program, ['--version']).status === 0;

/** What an instance of a service exposes after `scrapes` scrapes of it. */
const page = (scrapes: number): string => `
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{status="200",le="0.1"} ${90 * scrapes}
http_server_request_duration_seconds_bucket{status="200",le="+Inf"} ${100 * scrapes}
http_server_request_duration_seconds_count{status="200"} ${100 * scrapes}
http_server_request_duration_seconds_sum{status="200"} ${9 * scrapes}
# TYPE job_duration_seconds histogram
job_duration_seconds_bucket{le="1"} ${10 * scrapes}
job_duration_seconds_bucket{le="2"} ${20 * scrapes}
job_duration_seconds_bucket{le="+Inf"} ${20 * scrapes}
job_duration_seconds_count ${20 * scrapes}
job_duration_seconds_sum ${20 * scrapes}
# TYPE pool_size gauge
pool_size ${40 + scrapes}
`;

describe.runIf(hasPrometheus)('a Prometheus that writes to the detector', () => {
  let folder: string;
  let detector: RunningDetector;
  let exporter: Server;
  let prometheus: ChildProcess;
  let scrapes = 0;
  let isAway = false;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-prometheus-'));
    detector = await startDetector(
      readConfig({
        ...{ BREAKWATER_DETECTOR_PORT: '0', BREAKWATER_LOG_LEVEL: 'silent', BREAKWATER_DATA_DIR: folder },
      }),
    );
    exporter = createServer((_request, response) => {
      scrapes += 1;
      response.statusCode = isAway ? 500 : 200;
      response.end(isAway ? '' : page(scrapes));
    });
    const target = await listen(exporter);
    const config = join(folder, 'prometheus.yml');
    await writeFile(
      config,
      JSON.stringify({
        global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
        scrape_configs: [
          {
            job_name: 'shop',
            static_configs: [{ targets: [`127.0.0.1:${target}`], labels: { service: 'shop' } }],
          },
        ],
        remote_write: [
          { url: `${detector.url}/api/v1/write`, queue_config: { batch_send_deadline: '200ms' } },
        ],
      }),
    );
    prometheus = spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
      ],
      { stdio: 'ignore' },
    );
  });
  afterAll(async () => {
    if (prometheus?.exitCode === null) {
      prometheus.kill('SIGTERM');
      await once(prometheus, 'exit');
    }
    await closeServer(exporter);
    await detector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const series = async () => {
    const { series: all } = (await (await fetch(`${detector.url}/api/v1/series?limit=1000`)).json()) as {
      series: { key: string; value: number | null; service: string }[];
    };
    return new Map(all.map((one) => [one.key.replace(/instance="[^"]*",/, ''), one]));
  };
  const counted = async (line: RegExp) => {
    const text = await (await fetch(`${detector.url}/metrics`)).text();
    return Number(line.exec(text)?.[1] ?? Number.NaN);
  };
  const patience = { timeout: 40_000, interval: 250 };

  it('has its calls derived, its histograms learnt as quantiles and its gauges as they are', async () => {
    const labels = 'job="shop",service="shop"';
    await expect
      .poll(async () => (await series()).get('shop|in||latency_p95')?.value ?? null, patience)
      .toBeCloseTo(0.1, 6);
    await expect
      .poll(async () => (await series()).get(`p50(job_duration_seconds{${labels}})`)?.value, patience)
      .toBeCloseTo(1, 6);
    const known = await series();
    expect(known.get(`pool_size{${labels}}`)?.value).toBeGreaterThan(40);
    expect(known.get(`rate(job_duration_seconds_count{${labels}})`)?.value).toBeGreaterThan(0);
    expect(known.get(`up{${labels}}`)?.value).toBe(1);
    expect(await counted(/detector_rejected_writes_total\{.*\} (\d+)/)).toBeNaN();
  });

  it('ends the series of a target that is gone by stale markers', async () => {
    isAway = true;
    await expect
      .poll(() => counted(/detector_passed_over_samples_total\{reason="stale"\} (\d+)/), patience)
      .toBeGreaterThan(0);
    expect((await series()).get('pool_size{job="shop",service="shop"}')?.value).toBeGreaterThan(40);
  });
});
