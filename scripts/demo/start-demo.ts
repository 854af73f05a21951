import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AttachedDemo } from '../check/index.ts';
import { allOrNone } from '../process/all-or-none.ts';
import type { ManagedProcess } from '../process/managed-process.ts';
import type { Progress } from '../process/progress.ts';
import { startWatchdog } from '../process/watchdog.ts';
import { startEventBus } from '../services/event-bus.ts';
import type { LocalService, ServiceRoom } from '../services/local-service.ts';
import { ensureDatabase, startPostgres } from '../services/postgres/postgres.ts';
import { startRedis } from '../services/redis/redis.ts';
import { buildDashboard } from './dashboard-build.ts';
import { addressesOf } from './demo-addresses.ts';
import { writeDemoFiles } from './demo-files.ts';
import { type DemoFacts, plansOf } from './demo-plans.ts';
import { assertPortsFree, type DemoPorts, type PortName } from './demo-ports.ts';
import { demoUsers, keepSecrets } from './demo-secrets.ts';
import { forgetProcesses, recordProcesses, stopLeftOvers } from './left-overs.ts';
import { type NodePlan, startNode } from './node-process.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { writePrivately } from './write-privately.ts';

/** Where and how a demo runs. */
export interface DemoPlace {
  dataDir: string;
  /** What several demos may share: downloads and compiled code. */
  cacheDir: string;
  ports: DemoPorts;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  /** Aborted to give the start up. */
  signal: AbortSignal;
}

/** A demo that runs. */
export interface RunningDemo {
  attached: AttachedDemo;
  /** The file that tells other programs how to attach. */
  file: string;
  stop(): Promise<void>;
}

type DemoRoom = ServiceRoom & { giveUp: () => void };

/** Starts every service and process; stops what it had started where one of them fails. */
export async function startDemo(place: DemoPlace): Promise<RunningDemo> {
  const { dataDir, progress } = place;
  const leftOvers = await stopLeftOvers(dataDir);
  if (leftOvers.length > 0)
    progress.say(`  stopped what an earlier demo had left running: ${leftOvers.join(', ')}`);
  const watchdog = startWatchdog();
  const file = join(dataDir, 'demo.json');
  let describe = () => {};
  const supervisor = createSupervisor({ say: progress.say, onChange: () => describe() });
  const stop = async () => {
    await supervisor.stop();
    watchdog.close();
    forgetProcesses(dataDir);
    rmSync(file, { force: true });
  };
  try {
    const giving = new AbortController();
    const room: DemoRoom = {
      ...place,
      watchdog,
      say: (text) => progress.say(`  … ${text}`),
      signal: AbortSignal.any([place.signal, giving.signal]),
      giveUp: () => giving.abort(),
    };
    await assertPortsFree(place.ports, portsOfOthers(place.env));
    const facts = await startServices(place, room, supervisor);
    recordProcesses(dataDir, supervisor.processes());
    const attached = attachedDemo(facts);
    describe = () => {
      const processes = supervisor.processes();
      recordProcesses(dataDir, processes);
      writePrivately(file, {
        ...attached,
        pid: process.pid,
        pids: pidsOf(processes),
        startedAt: new Date().toISOString(),
      });
    };
    await startProcesses(facts, place, room, supervisor);
    describe();
    return { attached, file, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ports that nothing of ours will listen on, because the environment names a service that somebody else runs. */
function portsOfOthers(env: NodeJS.ProcessEnv): PortName[] {
  return [
    ...(env.BREAKWATER_DATABASE_URL ? (['postgres'] as const) : []),
    ...(env.BREAKWATER_REDIS_URL ? (['redis'] as const) : []),
    ...(env.BREAKWATER_BUS ? (['kafka', 'kafkaController'] as const) : []),
  ];
}

async function startServices(place: DemoPlace, room: DemoRoom, supervisor: Supervisor): Promise<DemoFacts> {
  const { dataDir, ports, env, progress } = place;
  const secrets = keepSecrets(dataDir);
  const keep = (name: string, start: () => Promise<LocalService>) =>
    progress.step(
      name,
      () => runService(supervisor, start),
      (service) => service.origin,
    );
  const redisStarted = keep('Redis', () =>
    startRedis(room, { url: env.BREAKWATER_REDIS_URL, port: ports.redis }),
  );
  const [postgres, redis, bus] = await allOrNone(
    [
      keep('Postgres', () =>
        startPostgres(room, {
          url: env.BREAKWATER_DATABASE_URL,
          port: ports.postgres,
          password: secrets.postgresPassword,
        }),
      ),
      redisStarted,
      keep('event bus', async () =>
        startEventBus(room, {
          url: env.BREAKWATER_BUS,
          ports: { broker: ports.kafka, controller: ports.kafkaController },
          redisUrl: async () => (await redisStarted).url,
        }),
      ),
    ],
    room.giveUp,
  );
  const stateDir = join(dataDir, 'state');
  mkdirSync(stateDir, { recursive: true });
  return {
    stateDir,
    ports,
    secrets,
    files: writeDemoFiles(dataDir, ports, secrets),
    databaseUrl: postgres.process ? await ensureDatabase(postgres.url, 'breakwater') : postgres.url,
    shopDatabaseUrl: env.COMMERCE_DATABASE_URL || (await ensureDatabase(postgres.url, 'commerce')),
    redisUrl: redis.url,
    busUrl: bus.url,
  };
}

/** A service of our own is watched over; one that somebody else runs is only used. */
async function runService(supervisor: Supervisor, start: () => Promise<LocalService>): Promise<LocalService> {
  const service = await start();
  const { process: first } = service;
  if (!first) return service;
  await supervisor.run(async (isRestart) => (isRestart ? ((await start()).process ?? first) : first));
  return service;
}

async function startProcesses(
  facts: DemoFacts,
  place: DemoPlace,
  room: DemoRoom,
  supervisor: Supervisor,
): Promise<void> {
  const { progress } = place;
  const plans = plansOf(facts);
  const run = (plan: NodePlan) =>
    supervisor.run((isRestart) => startNode(plan, { ...room, appendLog: isRestart }));
  const build = progress.step(
    'dashboard built',
    () => buildDashboard(place.cacheDir, room.signal),
    (why) => why,
  );
  build.catch(() => undefined);
  supervisor.group();
  await progress.step(
    'control plane',
    () => run(plans.controlPlane),
    () => addressesOf(facts.ports).controlPlane,
  );
  supervisor.group();
  await allOrNone(
    [
      progress.step(
        'shop',
        () => allOrNone(plans.shop.map(run), room.giveUp),
        (shop) => `${shop.length} processes`,
      ),
      progress.step('detector', () => run(plans.detector)),
    ],
    room.giveUp,
  );
  await build;
  supervisor.group();
  await allOrNone(
    [
      progress.step(
        'dashboard',
        () => run(plans.dashboard),
        () => addressesOf(facts.ports).dashboard,
      ),
      progress.step('lab with load', () => run(plans.lab)),
    ],
    room.giveUp,
  );
}

function attachedDemo(facts: DemoFacts): AttachedDemo {
  const addresses = addressesOf(facts.ports);
  return {
    controlPlane: addresses.controlPlane,
    unleashApi: addresses.unleashApi,
    sdkTokens: { production: facts.secrets.sdkToken },
    dashboard: addresses.dashboard,
    detector: addresses.detector,
    gateway: addresses.shop['gateway-1'],
    users: demoUsers(facts.secrets),
  };
}

function pidsOf(processes: readonly ManagedProcess[]): Record<string, number> {
  return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
}
