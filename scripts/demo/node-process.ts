import { join } from 'node:path';
import { type ManagedProcess, startProcess, untilReady } from '../process/managed-process.ts';
import { assertPortFree } from '../process/ports.ts';
import { repositoryRoot } from '../process/repository.ts';
import type { ServiceRoom } from '../services/local-service.ts';

/** One process of the demo that runs under Node. */
export interface NodePlan {
  name: string;
  /** Path in the repository, then arguments. */
  script: readonly string[];
  port: number;
  portVariable: string;
  /** Megabytes of heap that the process may grow to. */
  heapMb: number;
  env: Record<string, string>;
  readyPath?: string;
}

const readyWithinMs = 90_000;

/** Starts the process and waits until it says that it is ready. */
export async function startNode(
  plan: NodePlan,
  room: ServiceRoom & { appendLog: boolean },
): Promise<ManagedProcess> {
  await assertPortFree(plan.port, plan.portVariable, plan.name);
  const [script, ...args] = plan.script;
  const running = await startProcess(
    {
      name: plan.name,
      command: process.execPath,
      args: [...memoryFlags(plan.heapMb), join(repositoryRoot, script!), ...args],
      cwd: repositoryRoot,
      env: {
        ...process.env,
        ...frugal,
        NODE_COMPILE_CACHE: join(room.cacheDir, 'compile-cache'),
        ...plan.env,
      },
      logFile: join(room.dataDir, 'logs', `${plan.name}.log`),
      appendLog: room.appendLog,
    },
    room.watchdog,
  );
  await untilReady(running, () => answersReady(plan), readyWithinMs, room.signal);
  return running;
}

// Fewer allocation arenas: each Node process otherwise holds on to tens of megabytes that it no longer uses.
const frugal = { MALLOC_ARENA_MAX: '2' };

function memoryFlags(heapMb: number): string[] {
  // The warning comes from kafkajs, which schedules a timer in the past.
  return [
    `--max-old-space-size=${heapMb}`,
    '--max-semi-space-size=4',
    '--disable-warning=TimeoutNegativeWarning',
  ];
}

async function answersReady(plan: NodePlan): Promise<boolean> {
  const url = `http://127.0.0.1:${plan.port}${plan.readyPath ?? '/readyz'}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}
