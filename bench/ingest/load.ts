import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import snappy from 'snappyjs';
import { seededRandom } from '../seeded-random.ts';
import { type Body, body1, body2, seriesOf, setTime } from './body.ts';
import { type LoadNews, type LoadOrder, machineNow } from './messages.ts';

/** A process that writes samples of many series to a detector, and makes some of them deviate. */

const { url, series, perBody, stepMs, firstAt, seed } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  series: number;
  perBody: number;
  stepMs: number;
  firstAt: number;
  seed: number;
};
const connections = 4;
/** Rows of a deviation. */
const deviatingRows = 4;

const tell = (news: LoadNews) => process.send?.(news);
const random = seededRandom(seed);
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const froms = Array.from({ length: Math.ceil(series / perBody) }, (_, index) => index * perBody);
const makeBodies = (make: typeof body1): Body[] =>
  froms.map((from) => make(from, Math.min(series, from + perBody)));
const bodies: Record<number, Body[]> = { 1: makeBodies(body1), 2: makeBodies(body2) };
const isCounter = Uint8Array.from({ length: series }, (_, index) => (seriesOf(index).isCounter ? 1 : 0));
const totals = new Float64Array(series);
/** Rows for which a series still deviates. */
const deviating = new Map<number, number>();
/** The next series to deviate: each does once. */
let nextDeviating = 0;
let at = firstAt;
let next = 0;

const post = (body: Uint8Array, version: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const sent = request(
      `${url}/api/v1/write`,
      {
        agent,
        method: 'POST',
        headers: {
          'content-encoding': 'snappy',
          'content-type':
            version === 1
              ? 'application/x-protobuf'
              : 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
          'content-length': body.length,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode === 204));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** Noise with a bell's shape, near enough. */
const noise = (): number => random() + random() + random() - 1.5;

const nextValue = (index: number): number => {
  const rows = deviating.get(index) ?? 0;
  const factor = rows > 0 ? 20 : 1;
  if (rows > 0) deviating.set(index, rows - 1);
  if (isCounter[index] === 0) return 100 * factor + 5 * noise();
  totals[index] = totals[index]! + Math.round(1_500 * factor + 100 * noise());
  return totals[index];
};

/** Sends the next body: one sample of each of its series. */
const sendNext = async (version: number): Promise<boolean> => {
  if (next === froms.length) {
    next = 0;
    at += stepMs;
  }
  const from = froms[next]!;
  const body = bodies[version]![next]!;
  next += 1;
  setTime(body, at);
  const deviated: [number, number][] = [];
  for (const [offset, place] of body.values.entries()) {
    const index = from + offset;
    if (deviating.size > 0 && (deviating.get(index) ?? 0) > 0) deviated.push([index, 0]);
    body.bytes.writeDoubleLE(nextValue(index), place);
  }
  const block = snappy.compress(body.bytes);
  const sentAt = machineNow();
  if (deviated.length > 0) tell({ kind: 'deviated', rows: deviated.map(([index]) => [index, sentAt]) });
  return post(block, version);
};

const run = async ({ perSecond, seconds, version, deviatePerSecond }: LoadOrder): Promise<void> => {
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  let sent = 0;
  let refused = 0;
  let due = 0;
  let deviateDue = 0;
  const worker = async () => {
    while (performance.now() < until) {
      const elapsed = (performance.now() - begun) / 1_000;
      if (perSecond !== null && due > elapsed * perSecond) {
        await delay(1);
        continue;
      }
      due += perBody;
      for (; deviateDue < elapsed * deviatePerSecond; deviateDue += 1) {
        // Far apart, so that each body has a few.
        deviating.set((nextDeviating * 7919) % series, deviatingRows);
        nextDeviating += 1;
      }
      if (await sendNext(version)) sent += perBody;
      else refused += perBody;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  tell({ kind: 'done', sent, refused });
};

process.on('message', (order: LoadOrder) => void run(order));
tell({ kind: 'ready' });
