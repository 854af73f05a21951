import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parseSources } from '../config/sources-file.ts';
import type { PullParts } from '../parts.ts';
import { createPullMetrics } from '../pull-metrics.ts';
import { ScrapeJob } from './job.ts';

describe('ScrapeJob', () => {
  it('tells of a file that cannot even be looked for, and lives on', async () => {
    const name = `${'n'.repeat(70_000)}*.json`;
    const [config] = parseSources(
      JSON.stringify({ scrape_configs: [{ job_name: 'shop', file_sd_configs: [{ files: [name] }] }] }),
      'sources.yml',
    ).scrapes;
    const told: unknown[] = [];
    const job = new ScrapeJob(config!, {
      now: () => 0,
      log: { warn: (details: { problem: string }) => told.push(details.problem) },
      metrics: createPullMetrics(new Registry()),
      takeSeries: () => undefined,
    } as unknown as PullParts);
    job.start();
    await expect.poll(() => told).toEqual([expect.stringContaining('pattern is too long')]);
    await job.close();
  });
});
