import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A detector in a process of its own. */
export type DetectorProcess = {
  url: string;
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

/** Starts a front or a worker; resolves once it runs, rejects with what it said where it ends before. */
export async function startDetectorProcess(options: {
  role: 'front' | 'worker';
  url: string;
  prefix: string;
  partitions: number;
  env?: Record<string, string>;
}): Promise<DetectorProcess> {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      BREAKWATER_DETECTOR_ROLE: options.role,
      BREAKWATER_DETECTOR_PORT: '0',
      BREAKWATER_BUS: options.url,
      BREAKWATER_DETECTOR_PARTITIONS: String(options.partitions),
      BREAKWATER_DETECTOR_TOPIC_PREFIX: options.prefix,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  const url = await untilRuns(child, `the ${options.role} is running`, exit);
  const metric = async (name: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await exit)[0];
  };
  return {
    url,
    metric,
    kill: async () => void (await end('SIGKILL')),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
  };
}

function untilRuns(child: ChildProcess, says: string, exit: Promise<unknown>): Promise<string> {
  let heard = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      heard += chunk;
      const line = heard.split('\n').find((each) => each.includes(says));
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    void exit.then(() => reject(new Error(heard)));
  });
}
