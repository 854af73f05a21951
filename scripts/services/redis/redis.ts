import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, untilReady } from '../../process/managed-process.ts';
import { assertPortFree } from '../../process/ports.ts';
import { SetupError } from '../../process/setup-error.ts';
import type { LocalService, ServiceRoom } from '../local-service.ts';
import { redisAnswers } from './redis-ping.ts';
import { findRedis } from './redis-program.ts';

/** Finds or starts Redis: an URL in `url`, else a server of our own on `port`. */
export async function startRedis(
  room: ServiceRoom,
  options: { url: string | undefined; port: number },
): Promise<LocalService> {
  if (options.url) return useGiven(options.url);
  const program = await findRedis(room);
  await assertPortFree(options.port, 'BREAKWATER_REDIS_PORT', 'Redis');
  const folder = join(room.dataDir, 'redis');
  mkdirSync(folder, { recursive: true });
  const persistence = room.throwaway
    ? ['--appendonly', 'no']
    : ['--appendonly', 'yes', '--appendfsync', 'everysec'];
  const running = await startProcess(
    {
      name: 'redis',
      command: program.path,
      args: [
        '--bind',
        '127.0.0.1',
        '--port',
        String(options.port),
        '--dir',
        folder,
        '--save',
        '',
        '--daemonize',
        'no',
        ...persistence,
      ],
      logFile: join(room.dataDir, 'logs', 'redis.log'),
    },
    room.watchdog,
  );
  await untilReady(running, () => redisAnswers('127.0.0.1', options.port), 15_000, room.signal);
  return { url: `redis://127.0.0.1:${options.port}`, origin: program.origin, process: running };
}

async function useGiven(url: string): Promise<LocalService> {
  const { hostname, port } = new URL(url);
  if (await redisAnswers(hostname, Number(port || 6379)))
    return { url, origin: 'Redis of BREAKWATER_REDIS_URL' };
  throw new SetupError(
    'redis_unreachable',
    `Redis at BREAKWATER_REDIS_URL (${hostname}:${port || 6379}) does not answer: start it or unset the variable`,
  );
}
