import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeServer, listen } from '../../../test/shop-process.ts';
import { parseSources } from '../config/sources-file.ts';
import type { PullParts } from '../parts.ts';
import { createPullMetrics } from '../pull-metrics.ts';
import { QueryPoll } from './query-poll.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const hourMs = 3_600_000;
const asked: { start: number; end: number }[] = [];

/** Answers each range with nothing, and notes what it was. */
const prometheus = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => {
    body += part;
  });
  request.on('end', () => {
    const form = new URLSearchParams(body);
    asked.push({ start: Number(form.get('start')) * 1000, end: Number(form.get('end')) * 1000 });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }));
  });
});
let url: string;
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(prometheus)}`;
});
afterAll(() => closeServer(prometheus));

/** The ranges that are asked for at the start of a poll of whose series so much has been learnt. */
async function rangesOf(learntUpTo: number) {
  asked.length = 0;
  const told: string[] = [];
  const queries = [{ name: 'pods', query: 'pods', interval: '1m' }];
  const [config] = parseSources(
    JSON.stringify({ prometheus: [{ url, history: '14d', queries }] }),
    'f',
  ).prometheus;
  const poll = new QueryPoll(config!, config!.queries[0]!, {
    now: () => now,
    log: { info: (_details: object, message: string) => told.push(message) },
    metrics: createPullMetrics(new Registry()),
    learn: () => 0,
    learntUpTo: () => learntUpTo,
  } as unknown as PullParts);
  poll.start();
  await expect.poll(() => told).toEqual(['learnt from the history of a Prometheus']);
  await poll.close();
  return { from: asked[0]!.start, to: asked.at(-1)!.end };
}

it('learns the whole past of what is new to it', async () => {
  expect(await rangesOf(0)).toEqual({ from: now - 14 * 24 * hourMs, to: now });
});

it('goes on with the past after what has been learnt of it', async () => {
  expect(await rangesOf(now - 2 * hourMs)).toEqual({ from: now - 2 * hourMs + 60_000, to: now });
});
