import { Agent, request } from 'node:http';
import { parseStreamData } from '../../flag-sdk/src/evaluation/wire.ts';
import { runStream } from '../../flag-sdk/src/sources/stream.ts';
import { type HeldSwitch, nothingHeld, takeEvents } from './held-switch.ts';
import { type HolderNews, type HolderOrder, type HolderPlan, machineNow } from './messages.ts';

/** A process that holds many streams with the transport of flag-sdk, and tells when all of them hold a flip. */

const plan = JSON.parse(process.argv[2] ?? '{}') as HolderPlan;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const beatEveryMs = 5_000;
/** So many connections are opened at the same time. */
const opening = 50;

const held: HeldSwitch[] = [];
const counts = { opened: 0, live: 0, killed: 0 };
let beating: NodeJS.Timeout | undefined;

const tell = (news: HolderNews) => process.send?.(news);

const instanceOf = (index: number) => `${plan.name}-${index}`;

const take = (index: number, data: string): void => {
  const before = held[index] ?? nothingHeld;
  const after = takeEvents(before, parseStreamData(data).events, plan.key);
  held[index] = after;
  if (after.isLive !== before.isLive) count(before.isLive, after.isLive);
  if (beating !== undefined && after.revision !== before.revision) beat(index);
};

const count = (before: boolean | undefined, after: boolean | undefined): void => {
  if (before === true) counts.live -= 1;
  if (before === false) counts.killed -= 1;
  if (after === true) counts.live += 1;
  if (after === false) counts.killed += 1;
  if (before === undefined || held.length === 0) return;
  if (counts.live === held.length) tell({ kind: 'held', isLive: true, at: machineNow() });
  if (counts.killed === held.length) tell({ kind: 'held', isLive: false, at: machineNow() });
};

const openOne = (index: number): Promise<void> =>
  new Promise((resolve) => {
    held[index] = nothingHeld;
    void runStream({
      url: `${plan.url}/unleash/api/client/streaming`,
      headers: {
        authorization: plan.token,
        'unleash-appname': 'bench',
        'unleash-instanceid': instanceOf(index),
        'unleash-sdk': 'breakwater-flag-sdk:bench',
      },
      lastEventId: undefined,
      connectTimeoutMs: 60_000,
      idleMs: 75_000,
      signal: new AbortController().signal,
      onId: () => undefined,
      onAnswer: () => undefined,
      onMessage: ({ event, data }) => {
        if (event === 'unleash-connected' || event === 'unleash-updated') take(index, data);
        resolve();
        return true;
      },
    }).then(({ kind, ...end }) => {
      process.stderr.write(`a stream ended: ${kind} ${JSON.stringify(end)}\n`);
      process.exit(1);
    });
  });

const open = async (more: number): Promise<void> => {
  let next = held.length;
  const last = next + more;
  const worker = async () => {
    while (next < last) {
      const index = next++;
      await openOne(index);
      counts.opened += 1;
    }
  };
  await Promise.all(Array.from({ length: opening }, worker));
  tell({ kind: 'opened', connections: counts.opened });
};

/** A heartbeat as flag-sdk sends it; what becomes of it is the server's to tell. */
const beat = (index: number): void => {
  const { revision } = held[index] ?? nothingHeld;
  const body = JSON.stringify({
    instanceId: instanceOf(index),
    service: 'bench',
    environment: 'production',
    sdk: 'breakwater-flag-sdk:bench',
    startedAt: '2026-01-01T00:00:00.000Z',
    revision,
    source: 'stream',
    flags: [plan.key],
    guards: [],
  });
  const sent = request(`${plan.url}/api/v1/instances/heartbeat`, {
    method: 'POST',
    agent,
    headers: {
      authorization: plan.token,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  });
  sent.on('response', (response) => response.resume());
  sent.on('error', () => undefined);
  sent.end(body);
};

const beatForever = (): void => {
  let turn = 0;
  beating = setInterval(() => {
    // A hundredth of the instances each time, so that they come evenly.
    for (let index = turn++ % 100; index < held.length; index += 100) beat(index);
  }, beatEveryMs / 100);
};

const rest = (): void => {
  clearInterval(beating);
  beating = undefined;
};

process.on('message', (order: HolderOrder) => {
  if (order.kind === 'open') void open(order.count);
  else if (order.kind === 'beat') beatForever();
  else rest();
});
process.on('disconnect', () => process.exit(0));
