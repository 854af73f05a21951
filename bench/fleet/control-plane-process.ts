import { join } from 'node:path';
import { type ManagedProcess, startProcess, untilReady } from '../../scripts/process/managed-process.ts';
import { findFreePort } from '../../scripts/process/ports.ts';
import { repositoryRoot } from '../../scripts/process/repository.ts';
import type { FleetRoom } from './fleet-room.ts';

/** Unleash backend token of every SDK in a fleet. */
export const sdkToken = 'default:production.fleet-secret';

/** What a replica is started with. */
export interface ReplicaPlan {
  name: string;
  databaseUrl: string;
  seedFile: string;
  /** Folder of the journal; a folder of the replica's own where it is left out. */
  dataDir?: string;
}

/** A control plane in a process of its own, always on the same port. */
export interface ControlPlaneProcess {
  readonly url: string;
  readonly pid: number;
  /** Ends it as a crash does. */
  crash(): Promise<void>;
  /** Starts it again; resolves once it answers. */
  start(): Promise<void>;
}

const readyWithinMs = 90_000;

export const startControlPlaneProcess = async (
  room: FleetRoom,
  plan: ReplicaPlan,
): Promise<ControlPlaneProcess> => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH ?? '',
    MALLOC_ARENA_MAX: '2',
    BREAKWATER_CONTROL_PLANE_PORT: String(port),
    BREAKWATER_DATABASE_URL: plan.databaseUrl,
    BREAKWATER_SDK_TOKEN: sdkToken,
    BREAKWATER_DETECTOR_TOKEN: 'fleet-detector',
    BREAKWATER_SEED_FILE: plan.seedFile,
    BREAKWATER_DATA_DIR: plan.dataDir ?? join(room.dataDir, plan.name),
    BREAKWATER_LOG_LEVEL: 'warn',
  };
  const begin = () =>
    startProcess(
      {
        name: plan.name,
        command: process.execPath,
        args: ['--disable-warning=TimeoutNegativeWarning', join(repositoryRoot, 'control-plane/src/main.ts')],
        logFile: join(room.dataDir, 'logs', `${plan.name}.log`),
        appendLog: true,
        env,
      },
      room.watchdog,
    );
  const ready = (running: ManagedProcess) =>
    untilReady(running, async () => (await fetch(`${url}/readyz`)).ok, readyWithinMs);
  let running = await begin();
  await ready(running);
  room.onClose(() => running.stop());
  return {
    url,
    get pid() {
      return running.pid;
    },
    crash: async () => {
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
    },
    start: async () => {
      running = await begin();
      await ready(running);
    },
  };
};
