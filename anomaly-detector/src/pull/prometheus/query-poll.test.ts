import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeServer, listen } from '../../../test/shop-process.ts';
import { parseSources } from '../config/sources-file.ts';
import type { PullParts } from '../parts.ts';
import { createPullMetrics } from '../pull-metrics.ts';
import { TaughtUpTo } from '../taught-up-to.ts';
import { QueryPoll } from './query-poll.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const hourMs = 3_600_000;
const minuteMs = 60_000;
const asked: { start: number; end: number }[] = [];
let pods = 0;

/** Answers each range with as many series as there are pods, and notes what it was. */
const prometheus = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => {
    body += part;
  });
  request.on('end', () => {
    const form = new URLSearchParams(body);
    const [start, end] = [Number(form.get('start')), Number(form.get('end'))];
    asked.push({ start: start * 1000, end: end * 1000 });
    const values = Array.from({ length: (end - start) / 60 + 1 }, (_, row) => [start + row * 60, '1']);
    const result = Array.from({ length: pods }, (_, pod) => ({ metric: { pod: String(pod) }, values }));
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
});
let url: string;
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(prometheus)}`;
});
afterAll(() => closeServer(prometheus));

/** A poll for pods, of which so much has been learnt, and what it logs. */
function pollOf(taught: TaughtUpTo, learn: PullParts['learn'], history = '14d') {
  const told: string[] = [];
  const tell = (_details: object, message: string) => told.push(message);
  const queries = [{ name: 'pods', query: 'pods', interval: '1m' }];
  const [config] = parseSources(JSON.stringify({ prometheus: [{ url, history, queries }] }), 'f').prometheus;
  const poll = new QueryPoll(config!, config!.queries[0]!, {
    now: () => now,
    log: { info: tell, warn: tell },
    metrics: createPullMetrics(new Registry()),
    learn,
    taught,
  } as unknown as PullParts);
  poll.start();
  return { poll, told };
}

/** The ranges that are asked for at the start of a poll of which so much has been learnt. */
async function rangesOf(learntUpTo: number) {
  asked.length = 0;
  pods = 0;
  const taught = new TaughtUpTo();
  taught.note('pods{', learntUpTo);
  const { poll, told } = pollOf(taught, async () => 0);
  await expect.poll(() => told).toEqual(['learnt from the history of a Prometheus']);
  await poll.close();
  return { from: asked[0]!.start, to: asked.at(-1)!.end };
}

it('learns the whole past of what is new to it', async () => {
  expect(await rangesOf(0)).toEqual({ from: now - 14 * 24 * hourMs, to: now });
});

it('goes on with the past after what has been learnt of it', async () => {
  expect(await rangesOf(now - 2 * hourMs)).toEqual({ from: now - 2 * hourMs + minuteMs, to: now });
});

it('learns the whole past of each series, though it is stopped in the middle of an answer', async () => {
  pods = 20;
  const taught = new TaughtUpTo();
  const newest = new Map<string, number>();
  const rows = new Map<string, number>();
  let batches = 0;
  const learn: PullParts['learn'] = async (readings) => {
    for (const { series, at } of readings) {
      if (at <= (newest.get(series.key) ?? 0)) continue;
      newest.set(series.key, at);
      rows.set(series.key, (rows.get(series.key) ?? 0) + 1);
    }
    batches += 1;
    // In the middle of the second answer.
    if (batches === 7) void first.poll.close();
    return readings.length;
  };
  const first = pollOf(taught, learn, '2d');
  await expect.poll(() => batches).toBe(7);
  await first.poll.close();
  expect(new Set(rows.values()).size).toBeGreaterThan(1);

  asked.length = 0;
  const second = pollOf(taught, learn, '2d');
  await expect.poll(() => second.told).toEqual(['learnt from the history of a Prometheus']);
  await second.poll.close();
  expect(asked[0]!.start).toBe(now - 2 * 24 * hourMs + 250 * minuteMs);
  expect([rows.size, ...new Set(rows.values())]).toEqual([20, 2 * 24 * 60 + 1]);
  expect(taught.of('pods{')).toBe(now);
});

it('does not go on with the past where some of it was lost, and takes none of it for learnt', async () => {
  pods = 1;
  const taught = new TaughtUpTo();
  const { poll, told } = pollOf(taught, async () => {
    throw new Error('expected to store all');
  });
  await expect.poll(() => told).toEqual(['the past of a Prometheus could not be learnt']);
  await poll.close();
  expect(taught.of('pods{')).toBe(0);
});

it('can be closed while nobody keeps what it has handed on', async () => {
  pods = 1;
  const taught = new TaughtUpTo();
  let handed = 0;
  const { poll } = pollOf(taught, () => {
    handed += 1;
    return new Promise<number>(() => undefined);
  });
  await expect.poll(() => handed).toBe(1);
  await poll.close();
  expect(taught.of('pods{')).toBe(0);
});
