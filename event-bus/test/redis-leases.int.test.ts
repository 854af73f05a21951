import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type Bus, openBus, type Subscription } from '../src/index.ts';
import type { RedisParts } from '../src/redis/redis-parts.ts';
import { withBusCommands } from '../src/redis/redis-scripts.ts';
import { subscribeRedis } from '../src/redis/redis-subscription.ts';
import { createRedisTopics } from '../src/redis/redis-topics.ts';

const { redisUrl } = inject('services');
const patience = { timeout: 20_000, interval: 50 };

describe('the leases of a consumer on Redis Streams', () => {
  const connection = withBusCommands(new Redis(redisUrl, { protocol: 2, lazyConnect: true }));
  const members: Subscription[] = [];
  let bus: Bus;
  beforeEach(async () => {
    bus = await openBus(redisUrl, { clientId: 'publisher' });
  });
  afterEach(async () => {
    await Promise.all(members.splice(0).map((each) => each.close()));
    await bus.close();
    connection.disconnect();
  });

  it('are handed over though Redis refuses to give one back for a moment', async () => {
    let refusals = 0;
    const release = connection.busRelease.bind(connection);
    connection.busRelease = async (lease, member) => {
      refusals += 1;
      if (refusals <= 3) throw new Error('LOADING Redis is loading the dataset in memory');
      return release(lease, member);
    };
    const parts: RedisParts = {
      redis: connection,
      topics: createRedisTopics(connection, 6),
      onWake: async () => () => undefined,
      sessionTimeoutMs: 2_000,
      clientId: 'member',
      log: () => undefined,
    };
    const topic = `leases.${randomUUID().slice(0, 8)}.v1`;
    const seen = new Set<string>();
    const handler = async ({ key }: { key: string }) => void seen.add(key);
    members.push(await subscribeRedis(parts, topic, { group: 'sharing', handler }));
    members.push(await subscribeRedis(parts, topic, { group: 'sharing', handler }));
    await vi.waitFor(() => expect(refusals).toBeGreaterThanOrEqual(3), patience);
    const keys = Array.from({ length: 24 }, (_, n) => `key-${n}`);
    await bus.publish(
      topic,
      keys.map((key) => ({ key, type: 'lease.tested', source: 'event-bus/test', data: null })),
    );
    await vi.waitFor(() => expect([...seen].sort()).toEqual(keys.sort()), patience);
  });
});
