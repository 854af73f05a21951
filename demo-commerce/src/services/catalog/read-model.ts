import type { Redis } from '../../platform/redis.ts';
import type { RemoteTier } from '../../platform/tiered-cache.ts';
import { decodeStored, encodeStored } from './stored-view.ts';

// Long, because a killed refresh must keep serving what is there.
const expireS = 6 * 3600;

/** The catalog's views in Redis. Every call rejects while Redis is away. */
export function openReadModel(redis: Redis, prefix: string) {
  const name = (key: string) => `${prefix}catalog:v1:${key}`;
  const remote: RemoteTier = {
    async get(key) {
      const stored = await redis.getBuffer(name(key));
      return stored === null ? null : decodeStored(stored);
    },
    async put(key, value) {
      await redis.set(name(key), encodeStored(value), 'EX', expireS);
    },
  };

  return {
    ...remote,
    async putAll(views: ReadonlyMap<string, Buffer>): Promise<void> {
      const pipeline = redis.pipeline();
      for (const [key, value] of views) pipeline.set(name(key), encodeStored(value), 'EX', expireS);
      for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    },
  };
}
