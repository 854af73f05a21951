import { Redis } from 'ioredis';
import type { Log } from './log.ts';

const firstAnswerMs = 2000;

/**
 * A Redis connection for caches: while it is away commands fail at once, and each is given 250 ms at most.
 * Resolves when Redis answers, or without it after two seconds.
 */
export async function openRedis(url: string, log: Log): Promise<Redis> {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 250,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
  });
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ reason: error.message }, 'Redis is away, reads go on without it');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back');
    isAway = false;
  });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, firstAnswerMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return redis;
}

export type { Redis };
