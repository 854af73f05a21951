import { setTimeout as delay } from 'node:timers/promises';

/** What a server's own metrics say of the process. */
interface ServerLoad {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

const readLoad = async (url: string): Promise<ServerLoad> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    cpuSeconds: read('process_cpu_seconds_total'),
    rssMb: read('process_resident_memory_bytes') / 1024 ** 2,
  };
};

/** Megabytes of memory that the server's process takes. */
export const rssMb = async (url: string): Promise<number> => (await readLoad(url)).rssMb;

/** Milliseconds of CPU per second that the server takes while nobody asks for anything. */
export const idleCpuMs = async (url: string, forMs: number): Promise<number> => {
  const before = await readLoad(url);
  const since = performance.now();
  await delay(forMs);
  const after = await readLoad(url);
  return ((after.cpuSeconds - before.cpuSeconds) * 1e6) / (performance.now() - since);
};
