import { setTimeout as delay } from 'node:timers/promises';
import type { ControlPlaneProcess } from '../fleet/control-plane-process.ts';
import type { FleetRoom } from '../fleet/fleet-room.ts';
import type { Operator } from '../fleet/operator.ts';
import { type Sdk, startSdk } from '../fleet/sdk.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** What chaos works with. */
export interface ChaosPlan {
  readonly room: FleetRoom;
  readonly replicas: readonly ControlPlaneProcess[];
  /** The one address by which SDKs and the operator reach whichever replica is there. */
  readonly url: string;
  readonly operator: Operator;
  readonly key: string;
  readonly sdks: number;
  readonly forMs: number;
  readonly random: SeededRandom;
  readonly say: (line: string) => void;
}

/** What became of it. */
export interface ChaosOutcome {
  readonly crashes: number;
  readonly flips: number;
  readonly evaluations: number;
  /** SDKs that do not end on the last revision, or answer something else than its kill. */
  readonly behind: number;
  /** SDKs whose revision ever went back. */
  readonly wentBack: number;
  /** Evaluations that threw. */
  readonly threw: number;
}

const settleWithinMs = 60_000;
const evaluateEveryMs = 5;
const flipEveryMs = 150;

/** Crashes replicas and starts them again, one or all, while a switch flips and every SDK is asked all the time. */
export const runChaos = async (plan: ChaosPlan): Promise<ChaosOutcome> => {
  const { room, url, operator, key, say } = plan;
  const sdks = await Promise.all(
    Array.from({ length: plan.sdks }, (_, index) => startSdk(room, url, `chaos-${index}`)),
  );
  const asking = askForever(sdks, key);
  const flipping = flipForever(operator, url, key);
  const crashes = await crashUntil(performance.now() + plan.forMs, flipping, plan);
  const flips = await flipping.stop();
  const last = await lastFlip(operator, url, key);
  const settledBy = performance.now() + settleWithinMs;
  const isBehind = ({ client }: Sdk) => client.revision() < last || client.isLive(key);
  while (sdks.some(isBehind) && performance.now() < settledBy) await delay(20);
  const { evaluations, threw } = asking.stop();
  say(`chaos: ${crashes} crashes, ${flips} flips, ${evaluations} evaluations`);
  return {
    crashes,
    flips,
    evaluations,
    behind: sdks.filter(isBehind).length,
    wentBack: sdks.filter(({ revisions }) =>
      revisions.some((one, index) => one < (revisions[index - 1] ?? 0)),
    ).length,
    threw,
  };
};

/** A crash comes after some flips, at any moment of the next. */
const crashUntil = async (until: number, flipping: Flipping, { replicas, random }: ChaosPlan) => {
  let crashes = 0;
  while (performance.now() < until) {
    const enough = flipping.count() + 2 + random() * 6;
    while (flipping.count() < enough && performance.now() < until) await delay(10);
    await delay(random() * flipEveryMs);
    const one = replicas[Math.floor(random() * replicas.length)]!;
    const hit = random() < 0.3 ? replicas : [one];
    await Promise.all(hit.map((replica) => replica.crash()));
    crashes += hit.length;
    await Promise.all(hit.map((replica) => replica.start()));
  }
  return crashes;
};

/** Flips that go on until they are stopped. */
interface Flipping {
  count(): number;
  stop(): Promise<number>;
}

/** Flips back and forth; what fails because a replica crashed is simply tried again. */
const flipForever = (operator: Operator, url: string, key: string): Flipping => {
  let flips = 0;
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      const flip = flips % 2 === 0 ? operator.kill(url, key) : operator.restore(url, key);
      await flip.then(
        () => {
          flips += 1;
        },
        () => undefined,
      );
      await delay(flipEveryMs);
    }
  };
  const running = run();
  return {
    count: () => flips,
    stop: async () => {
      isOver = true;
      await running;
      return flips;
    },
  };
};

/** One more kill with every replica there; its revision is the last. */
const lastFlip = async (operator: Operator, url: string, key: string): Promise<number> => {
  await operator.kill(url, key);
  await operator.restore(url, key);
  const { propagation } = await operator.kill(url, key);
  return propagation.revision;
};

const askForever = (sdks: readonly Sdk[], key: string) => {
  let evaluations = 0;
  let threw = 0;
  const timer = setInterval(() => {
    for (const { client } of sdks) {
      try {
        client.isLive(key);
        client.isEnabled('flag-1', { userId: 'ann' });
        client.variant('flag-2', { userId: 'ann' });
      } catch {
        threw += 1;
      }
      evaluations += 3;
    }
  }, evaluateEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      return { evaluations, threw };
    },
  };
};
