import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Bus, BusLog, BusOptions } from '../bus.ts';
import { BusError, busErrorCodes } from '../bus-error.ts';
import { BusLife } from '../bus-life.ts';
import { completeEvent } from '../event.ts';
import { listOf } from '../list-of.ts';
import { withDeadline } from '../with-deadline.ts';
import { redisKeys } from './redis-keys.ts';
import type { RedisParts } from './redis-parts.ts';
import { publishToStreams } from './redis-publish.ts';
import { withBusCommands } from './redis-scripts.ts';
import { subscribeRedis } from './redis-subscription.ts';
import { createRedisTopics } from './redis-topics.ts';
import { createWakeCalls } from './redis-wake.ts';

/** The bus on Redis Streams: a topic is a fixed number of streams, a lease decides which consumer works on which. */
export async function openRedisBus(url: string, options: BusOptions): Promise<Bus> {
  const { parts, disconnect } = await connect(url, options);
  const life = new BusLife();
  return {
    kind: 'redis-streams',
    async publish(topic, events) {
      life.assertOpen();
      const complete = listOf(events).map(completeEvent);
      try {
        await publishToStreams(parts.redis, parts.topics, topic, complete);
      } catch (cause) {
        throw new BusError(
          busErrorCodes.publish,
          `Redis at ${shown(url)} did not take ${complete.length} event(s) of ${topic}`,
          cause,
        );
      }
    },
    subscribe: (topic, subscribeOptions) =>
      life.keep(
        () => subscribeRedis(parts, topic, subscribeOptions),
        (cause) => {
          const message = `Group ${subscribeOptions.group} could not join ${topic} on Redis at ${shown(url)}`;
          return new BusError(busErrorCodes.subscribe, message, cause);
        },
      ),
    lag: (topic, group) => lagOf(parts, topic, group),
    async ping() {
      await withDeadline(parts.redis.ping(), 2_000, () => unavailable(url)).catch((cause) => {
        throw cause instanceof BusError ? cause : unavailable(url, cause);
      });
    },
    close: () => life.close(disconnect),
  };
}

async function connect(
  url: string,
  options: BusOptions,
): Promise<{ parts: RedisParts; disconnect: () => void }> {
  const log = options.log ?? (() => undefined);
  const redis = withBusCommands(connection(url, options.clientId, log));
  const waker = connection(url, `${options.clientId}-wake`, log);
  const disconnect = () => {
    redis.disconnect();
    waker.disconnect();
  };
  try {
    await untilReady(redis, options.connectTimeoutMs ?? 10_000, url);
  } catch (cause) {
    disconnect();
    throw cause;
  }
  const parts: RedisParts = {
    redis,
    topics: createRedisTopics(redis, options.partitions ?? 6),
    onWake: createWakeCalls(waker, log),
    sessionTimeoutMs: options.sessionTimeoutMs ?? 6_000,
    clientId: options.clientId,
    log,
  };
  return { parts, disconnect };
}

function connection(url: string, name: string, log: BusLog): Redis {
  const redis = new Redis(url, {
    protocol: 2,
    connectionName: name,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 3,
    autoResubscribe: false,
    retryStrategy: (times: number) => Math.min(100 * 2 ** times, 2_000),
  });
  redis.on('error', (error: Error) => log('warn', 'redis: the connection failed', { error: error.message }));
  return redis;
}

async function untilReady(redis: Redis, timeoutMs: number, url: string): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const left = deadline - performance.now();
    if (left <= 0) throw unavailable(url);
    try {
      await withDeadline(redis.ping(), left, () => unavailable(url));
      return;
    } catch (cause) {
      if (performance.now() >= deadline) throw unavailable(url, cause);
      await sleep(100);
    }
  }
}

async function lagOf(parts: RedisParts, topic: string, group: string): Promise<number> {
  const partitions = await parts.topics.partitionsOf(topic);
  const lags = Array.from({ length: partitions }, (_, partition) =>
    streamLag(parts.redis, redisKeys.stream(topic, partition), group),
  );
  return (await Promise.all(lags)).reduce((sum, lag) => sum + lag, 0);
}

async function streamLag(redis: Redis, stream: string, group: string): Promise<number> {
  const groups = (await redis.xinfo('GROUPS', stream).catch(() => [])) as (string | number)[][];
  const fields = groups.map(
    (flat) => new Map(flat.flatMap((name, i) => (i % 2 ? [] : [[String(name), flat[i + 1]]]))),
  );
  const ours = fields.find((each) => each.get('name') === group);
  if (!ours) return redis.xlen(stream);
  const after = `(${ours.get('last-delivered-id')}`;
  const undelivered = ours.get('lag') ?? (await redis.xrange(stream, after, '+')).length;
  return Number(undelivered) + Number(ours.get('pending'));
}

function shown(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

function unavailable(url: string, cause?: unknown): BusError {
  return new BusError(
    busErrorCodes.unavailable,
    `Redis at ${shown(url)} does not answer: is it running there?`,
    cause,
  );
}
