import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A worker in a process of its own. */
export type WorkerProcess = {
  /** A metric that it tells of itself. */
  metric(name: string): Promise<number>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Stands it still, as a long pause of its machine would, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
};

const main = join(import.meta.dirname, '../src/main.ts');

/** Starts a worker; resolves once it has joined its group, rejects with what it said where it ends before. */
export async function startWorkerProcess(options: {
  url: string;
  prefix: string;
  partitions: number;
  snapshotIntervalMs: number;
}): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      BREAKWATER_DETECTOR_ROLE: 'worker',
      BREAKWATER_DETECTOR_PORT: '0',
      BREAKWATER_BUS: options.url,
      BREAKWATER_DETECTOR_PARTITIONS: String(options.partitions),
      BREAKWATER_DETECTOR_TOPIC_PREFIX: options.prefix,
      BREAKWATER_DETECTOR_SNAPSHOT_INTERVAL_MS: String(options.snapshotIntervalMs),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  let heard = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      heard += chunk;
      const line = heard.split('\n').find((each) => each.includes('the worker is running'));
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void exit.then(() => reject(new Error(heard)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await exit)[0];
  };
  const metric = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  };
  return {
    metric,
    kill: async () => void (await end('SIGKILL')),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
  };
}
