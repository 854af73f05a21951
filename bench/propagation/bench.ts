import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { startBalancer } from '../fleet/balancer.ts';
import {
  type ControlPlaneProcess,
  sdkToken,
  startControlPlaneProcess,
} from '../fleet/control-plane-process.ts';
import { type FleetRoom, openRoom } from '../fleet/fleet-room.ts';
import { Operator } from '../fleet/operator.ts';
import { startOwnPostgres } from '../fleet/own-postgres.ts';
import { writeSeed } from '../fleet/seed-file.ts';
import { seededRandom } from '../seeded-random.ts';
import { runChaos } from './chaos.ts';
import { type Holders, startHolders } from './holders.ts';
import { machineNow } from './messages.ts';
import { percentile } from './percentile.ts';
import { idleCpuMs, rssMb } from './server-load.ts';
import { startStockClients } from './stock-poll.ts';

const key = 'recommendations';
const processes = 4;
const firstConnections = 1_000;
const mostConnections = 10_000;
/** A thousand instances have reported a flip by then. */
const betweenFlipsMs = 2_000;

/** What the parts of the bench share. */
interface Setting {
  readonly room: FleetRoom;
  readonly server: ControlPlaneProcess;
  readonly operator: Operator;
  readonly say: (line: string) => void;
}

const open = async (room: FleetRoom, say: (line: string) => void): Promise<Setting> => {
  say('starting Postgres and a control plane');
  const { url: databaseUrl } = await startOwnPostgres(room);
  const seedFile = await writeSeed(room, [key]);
  const server = await startControlPlaneProcess(room, { name: 'server', databaseUrl, seedFile });
  return { room, server, operator: await Operator.signIn(server.url), say };
};

/** On a machine that is busy with other things Postgres may count as away for a moment: then it is asked again. */
const insist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5) throw error;
      await delay(500);
    }
  }
};

/** Milliseconds from sending each POST until the last connection of all held the flip. */
const timeFlips = async (
  { operator, server }: Setting,
  holders: Holders,
  flips: number,
  pauseMs = 0,
): Promise<number[]> => {
  const times: number[] = [];
  for (let flip = 0; flip < flips; flip += 1) {
    const isLive = flip % 2 === 1;
    const held = holders.allHold(isLive);
    const sentAt = machineNow();
    await insist(() => (isLive ? operator.restore(server.url, key) : operator.kill(server.url, key)));
    times.push((await held) - sentAt);
    await delay(pauseMs);
  }
  return times;
};

/** Milliseconds from sending the POST until the server knows that every instance holds the flip. */
const timeProof = async ({ operator, server }: Setting): Promise<number> => {
  const since = performance.now();
  const { changeId } = await operator.kill(server.url, key);
  for (;;) {
    const { confirmed, total, confirmedMs } = await operator.propagationOf(server.url, changeId);
    if (total > 0 && confirmed === total && confirmedMs !== null) return confirmedMs;
    if (performance.now() - since > 60_000)
      throw new Error(`only ${confirmed} of ${total} confirmed within 60 s`);
  }
};

const round = (value: number, digits = 0) => Number(value.toFixed(digits));

/** How long a flip takes to be held by every SDK, what holding streams costs the server, and what crashes do to it all. */
export const bench: Bench = {
  goals: {
    p99_ms: '<= 150',
    connections: '>= 10000',
    rss_mb_10k: '<= 1536',
    chaos_behind: '<= 0',
    chaos_went_back: '<= 0',
    chaos_threw: '<= 0',
  },
  run: async ({ seed, short, say }) => {
    const room = openRoom(say);
    try {
      const setting = await open(room, say);
      const { url } = setting.server;
      // Longer than the time between two comments on a stream.
      const idleForMs = short ? 21_000 : 41_000;
      const aloneMs = await idleCpuMs(url, idleForMs);
      const holders = startHolders(room, processes, { url, token: sdkToken, key });
      say(`opening ${firstConnections} streams in ${processes} processes`);
      const watched = await holders.open(firstConnections);
      await timeFlips(setting, holders, 4);
      const times = await timeFlips(setting, holders, short ? 10 : 50);
      say(`flips: ${times.map((time) => time.toFixed(0)).join(' ')} ms`);
      say('heartbeats of all of them');
      holders.beat();
      const beatingMs = await idleCpuMs(url, idleForMs);
      const beating = await timeFlips(setting, holders, short ? 4 : 10, betweenFlipsMs);
      const provenMs = await timeProof(setting);
      holders.rest();
      // Another set of processes: these stay idle.
      const idle = startHolders(room, processes, { url, token: sdkToken, key });
      let connections = watched;
      while (connections < mostConnections) {
        connections = watched + (await idle.open(firstConnections));
        say(`${connections} streams`);
      }
      const rss = await rssMb(url);
      const holdingMs = await idleCpuMs(url, idleForMs);
      const all = idle.allHold(true);
      const sentAt = machineNow();
      await insist(() => setting.operator.restore(url, key));
      const tenThousandMs = (await all) - sentAt;
      say('stock clients that poll every 15 s');
      const stock = await startStockClients(room, url, sdkToken, 20);
      const polled = stock.times(key, false);
      await insist(() => setting.operator.kill(url, key));
      const stockTimes = await polled;
      const chaos = await chaosIn(seed, short, say);
      return {
        figures: {
          p50_ms: round(percentile(times, 0.5), 1),
          p99_ms: round(percentile(times, 0.99), 1),
          connections,
          last_of_1k_instances_ms: round(percentile(beating, 0.5), 1),
          proven_ms_1k: round(provenMs),
          last_of_10k_ms: round(tenThousandMs),
          rss_mb_10k: round(rss),
          cpu_ms_per_s_alone: round(aloneMs, 1),
          cpu_ms_per_s_1k_instances: round(beatingMs - aloneMs, 1),
          cpu_ms_per_s_1k_streams: round((holdingMs - aloneMs) / 10, 1),
          peer_p50_ms: round(percentile(stockTimes, 0.5)),
          peer_last_ms: round(percentile(stockTimes, 1)),
          ratio_peer: round(percentile(stockTimes, 1) / percentile(times, 0.99), 1),
          ...chaos,
        },
        peer: 'unleash-client 6.12.1 with its default of polling every 15 s, 20 clients, one flip, at the same server',
        note:
          'p50 and p99 over flips of the time from sending the POST to the last of 1,000 streams holding it, streams by flag-sdk in 4 other processes; connections are those held at once when the memory is taken; ' +
          'instances are streams that also send heartbeats, at each revision and every 5 s (median of flips 2 s apart); CPU is that of the server process while nothing is flipped',
      };
    } finally {
      await room.close();
    }
  },
};

/** Replicas and a database of their own, so that nothing of before plays a part. */
const chaosIn = async (seed: number, short: boolean, say: (line: string) => void) => {
  const room = openRoom(say);
  try {
    const { url: databaseUrl } = await startOwnPostgres(room);
    const seedFile = await writeSeed(room, [key]);
    const start = (name: string) => startControlPlaneProcess(room, { name, databaseUrl, seedFile });
    const replicas = await Promise.all(['one', 'two'].map(start));
    const { url } = await startBalancer(
      room,
      replicas.map((replica) => replica.url),
    );
    const { crashes, flips, behind, wentBack, threw } = await runChaos({
      ...{ room, replicas, url, key, say },
      operator: await Operator.signIn(url),
      sdks: 40,
      forMs: short ? 15_000 : 60_000,
      random: seededRandom(seed),
    });
    return {
      chaos_crashes: crashes,
      chaos_flips: flips,
      chaos_behind: behind,
      chaos_went_back: wentBack,
      chaos_threw: threw,
    };
  } finally {
    await room.close();
  }
};
