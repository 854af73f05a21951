import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningDetector, startDetector } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { SeriesStatus } from '../src/contract/index.ts';
import { closeServer, listen } from './shop-process.ts';

const most = 10;
let churn = 0;

/** Answers each question with twelve series; half of them are others each time. */
const prometheus = createServer((request, response) => {
  request.resume();
  const isRange = request.url === '/api/v1/query_range';
  churn += 1;
  const series = Array.from({ length: 12 }, (_, index) => ({
    metric: { pod: index < 6 ? `p${index}` : `p${index}-${churn}` },
    value: [Date.now() / 1000, '1'],
  }));
  const data = isRange ? { resultType: 'matrix', result: [] } : { resultType: 'vector', result: series };
  response.end(JSON.stringify({ status: 'success', data }));
});

describe('a query that has more series than may be known', () => {
  let folder: string;
  let detector: RunningDetector;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detector-limit-'));
    const url = `http://127.0.0.1:${await listen(prometheus)}`;
    const sources = join(folder, 'sources.json');
    const queries = [{ name: 'pods', query: 'pods', interval: '200ms' }];
    await writeFile(sources, JSON.stringify({ prometheus: [{ url, history: '1m', queries }] }));
    detector = await startDetector(
      readConfig({
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_LOG_LEVEL: 'silent',
        BREAKWATER_DATA_DIR: folder,
        BREAKWATER_SOURCES_FILE: sources,
        BREAKWATER_SERIES_PER_TENANT: String(most),
      }),
    );
  });
  afterAll(async () => {
    await detector?.close();
    await closeServer(prometheus);
    await rm(folder, { recursive: true, force: true });
  });

  it('is learnt up to the limit, and what is beyond it is counted', async () => {
    const refused = async () => {
      const text = await (await fetch(`${detector.url}/metrics`)).text();
      return Number(/^detector_polled_values_refused_total (.*)$/m.exec(text)?.[1]);
    };
    await expect.poll(refused).toBeGreaterThan(20);
    const page = (await (await fetch(`${detector.url}/api/v1/series`)).json()) as { series: SeriesStatus[] };
    expect(page.series).toHaveLength(most);
  });
});
