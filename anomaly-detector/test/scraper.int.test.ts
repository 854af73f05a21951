import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Scraper } from '../src/ingest/scraper.ts';
import type { Target } from '../src/ingest/targets-file.ts';
import { closeServer, listen, type ShopProcess, startShopProcess } from './shop-process.ts';

let quick: ShopProcess;
let targets: Target[];
/** Answers each request only when the test lets it. */
const held: (() => void)[] = [];
const slow = createServer((_request, response) => {
  held.push(() => response.end('http_server_request_duration_seconds_count{status="200"} 5\n'));
});

beforeAll(async () => {
  quick = await startShopProcess();
  const target = (service: string, address: string) => ({
    url: `http://${address}/metrics`,
    service,
    instance: service,
  });
  targets = [target('quick', quick.address), target('slow', `127.0.0.1:${await listen(slow)}`)];
});
afterAll(() => Promise.all([quick.close(), closeServer(slow)]));

it('does not let one slow service delay the others, and takes its row when it comes', async () => {
  const scraper = new Scraper(5_000, Date.now);
  const services = async () => {
    const { readings } = await scraper.scrape(targets, 200);
    return new Set(readings.map(({ series }) => series.service));
  };
  await expect.poll(services).toEqual(new Set(['quick']));
  await expect.poll(services).toEqual(new Set(['quick']));
  expect(held).toHaveLength(1);
  held.pop()!();
  await expect.poll(services).toContain('slow');
});

it('takes a target for down once it has not answered in time, and says why', async () => {
  const scraper = new Scraper(300, Date.now);
  await expect
    .poll(async () => {
      const { readings } = await scraper.scrape(targets, 500);
      return readings.find(({ series }) => series.key === 'slow|self||up')?.value;
    })
    .toBe(0);
  expect(scraper.status().find(({ service }) => service === 'slow')).toMatchObject({
    up: false,
    lastScrapeAt: null,
    error: expect.stringContaining('timeout'),
  });
});

it('names what it cannot parse', async () => {
  const page = createServer((_request, response) => response.end('<html>hello</html>'));
  const target = { url: `http://127.0.0.1:${await listen(page)}/metrics`, service: 'web', instance: 'web' };
  const scraper = new Scraper(1_000, Date.now);
  await scraper.scrape([target], 1_000);
  expect(scraper.status()[0]!.error).toContain('line 1: expected a metric name');
  await closeServer(page);
});
