import type { Redis } from 'ioredis';
import type { BusEvent } from '../event.ts';
import { partitionOf } from './partition-of.ts';
import { redisKeys } from './redis-keys.ts';
import { toFields } from './redis-record.ts';
import type { RedisTopics } from './redis-topics.ts';

const keptPerStream = 100_000;

/** Appends events to their streams in one transaction and wakes the consumers. */
export async function publishToStreams(
  redis: Redis,
  topics: RedisTopics,
  topic: string,
  events: readonly BusEvent[],
  extra: Record<string, string> = {},
): Promise<void> {
  if (events.length === 0) return;
  const partitions = await topics.partitionsOf(topic);
  const transaction = redis.multi();
  for (const event of events) {
    const stream = redisKeys.stream(topic, partitionOf(event.key, partitions));
    transaction.xadd(stream, 'MAXLEN', '~', keptPerStream, '*', ...toFields(event, extra));
  }
  transaction.publish(redisKeys.wake(topic), '');
  const replies = await transaction.exec();
  const failed = replies?.find(([error]) => error)?.[0];
  if (failed) throw failed;
  if (!replies) throw new Error('expected the transaction to be executed, Redis aborted it');
}
