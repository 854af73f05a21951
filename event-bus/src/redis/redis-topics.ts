import type { Redis } from 'ioredis';
import { redisKeys } from './redis-keys.ts';

/** How many streams each topic has: the first process to name the topic decides for all. */
export interface RedisTopics {
  partitionsOf(topic: string): Promise<number>;
  /** Creates the group on every stream of the topic where it does not exist yet. */
  ensureGroup(topic: string, group: string, from: 'beginning' | 'end'): Promise<void>;
}

/** Remembers the number of partitions of the topics it has met. */
export function createRedisTopics(redis: Redis, partitions: number): RedisTopics {
  const known = new Map<string, number>();
  const partitionsOf = async (topic: string): Promise<number> => {
    const remembered = known.get(topic);
    if (remembered !== undefined) return remembered;
    await redis.setnx(redisKeys.partitions(topic), partitions);
    const count = Number(await redis.get(redisKeys.partitions(topic)));
    known.set(topic, count);
    return count;
  };
  const createGroup = async (stream: string, group: string, start: string): Promise<void> => {
    await redis.xgroup('CREATE', stream, group, start, 'MKSTREAM').catch((error: Error) => {
      if (!error.message.startsWith('BUSYGROUP')) throw error;
    });
  };
  return {
    partitionsOf,
    async ensureGroup(topic, group, from) {
      const count = await partitionsOf(topic);
      const start = from === 'end' ? '$' : '0';
      const streams = Array.from({ length: count }, (_, partition) => redisKeys.stream(topic, partition));
      await Promise.all(streams.map((stream) => createGroup(stream, group, start)));
    },
  };
}
