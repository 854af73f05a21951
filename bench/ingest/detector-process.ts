import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../../scripts/process/repository.ts';
import type { FleetRoom } from '../fleet/fleet-room.ts';
import { machineNow } from './messages.ts';

/** A detector in a process of its own. */
export interface DetectorProcess {
  readonly url: string;
  /** CPU seconds of all its threads, and its memory in MB, by its own metrics. */
  load(): Promise<{ cpuSeconds: number; rssMb: number }>;
  /** Called with the key of a series and the machine's clock as soon as its alert is told to the world. */
  onAlert(heard: (series: string, at: number) => void): void;
}

/** Starts one that keeps what it learns in the room; it ends with the room. */
export const startDetectorProcess = async (room: FleetRoom): Promise<DetectorProcess> => {
  const child = spawn(
    process.execPath,
    [...profiled(), join(repositoryRoot, 'anomaly-detector/src/main.ts')],
    {
      cwd: room.dataDir,
      env: {
        PATH: process.env.PATH ?? '',
        BREAKWATER_DETECTOR_PORT: '0',
        BREAKWATER_DATA_DIR: room.dataDir,
        // Time runs faster in the bench: rows are a quarter of a minute apart and come each second or so.
        BREAKWATER_SAMPLE_AGE_MS: String(3 * 86_400_000),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  room.onClose(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const heard: ((series: string, at: number) => void)[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The detector should have started, but ended with ${code}.`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const at = machineNow();
      const { msg, url: itsUrl, series, endsAt } = JSON.parse(line) as Record<string, string | null>;
      if (msg === 'the detector is running') resolve(itsUrl!);
      else if (series !== undefined && endsAt === null) for (const tell of heard) tell(series!, at);
    });
  });
  return {
    url,
    load: async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
      return {
        cpuSeconds: read('process_cpu_seconds_total'),
        rssMb: read('process_resident_memory_bytes') / 1024 ** 2,
      };
    },
    onAlert: (tell) => heard.push(tell),
  };
};

/** A folder for a profile of the detector, where one is asked for. */
const profiled = (): string[] => {
  const folder = process.env.BREAKWATER_BENCH_PROFILE;
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
};
