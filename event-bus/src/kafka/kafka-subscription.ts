import { setInterval } from 'node:timers';
import type { Admin, Consumer, EachMessagePayload, Kafka, Producer } from 'kafkajs';
import type { BusLog, SubscribeOptions, Subscription } from '../bus.ts';
import { createConsumerClock } from '../consumer-clock.ts';
import { deadLetterHeaders, deadLetterTopic } from '../dead-letter.ts';
import type { BusEvent } from '../event.ts';
import { handleEvent } from '../handle-event.ts';
import { fromRecord, toRecord } from './kafka-record.ts';
import type { KafkaTopics } from './kafka-topics.ts';

const heartbeatIntervalMs = 300;

/** What a subscription needs of its bus. */
export interface KafkaParts {
  kafka: Kafka;
  admin: Admin;
  producer: Producer;
  topics: KafkaTopics;
  sessionTimeoutMs: number;
  partitions: number;
  log: BusLog;
}

/** Starts a consumer of the group; resolves once it has joined. */
export async function subscribeKafka(
  parts: KafkaParts,
  topic: string,
  options: SubscribeOptions,
): Promise<Subscription> {
  await Promise.all([parts.topics.ensure(topic), parts.topics.ensure(deadLetterTopic(topic))]);
  if (options.from === 'end') await beginAtEnd(parts.admin, topic, options.group);
  const stop = new AbortController();
  const clock = createConsumerClock();
  const consumer = createConsumer(parts, options.group);
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: parts.partitions,
    eachMessage: (payload) => eachMessage(payload, { parts, options, clock, stop: stop.signal }),
  });
  return {
    lagSeconds: () => clock.lagSeconds(Date.now()),
    close: async () => {
      stop.abort();
      await consumer.disconnect();
    },
  };
}

function createConsumer(parts: KafkaParts, group: string): Consumer {
  return parts.kafka.consumer({
    groupId: group,
    sessionTimeout: parts.sessionTimeoutMs,
    rebalanceTimeout: 10_000,
    heartbeatInterval: heartbeatIntervalMs,
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
  });
}

/** Stores the present end as the position of a group that has none, so that a later restart resumes there. */
async function beginAtEnd(admin: Admin, topic: string, group: string): Promise<void> {
  const [stored] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const missing = new Set(
    stored?.partitions.filter((each) => each.offset === '-1').map((each) => each.partition),
  );
  if (missing.size === 0) return;
  const ends = await admin.fetchTopicOffsets(topic);
  const partitions = ends
    .filter((each) => missing.has(each.partition))
    .map(({ partition, high }) => ({ partition, offset: high }));
  // A member that joined meanwhile has already stored the position, and Kafka refuses ours.
  await admin.setOffsets({ groupId: group, topic, partitions }).catch(() => undefined);
}

interface Handling {
  parts: KafkaParts;
  options: SubscribeOptions;
  clock: ReturnType<typeof createConsumerClock>;
  stop: AbortSignal;
}

async function eachMessage(payload: EachMessagePayload, handling: Handling): Promise<void> {
  const { topic, partition, message, heartbeat } = payload;
  const { options, clock, stop, parts } = handling;
  const record = fromRecord(message);
  if (!record.readable) return bury(parts, topic, options.group, record.event, record.error);
  clock.begin(partition, record.event.time);
  const beat = setInterval(() => void heartbeat().catch(() => undefined), heartbeatIntervalMs);
  try {
    const handled = await handleEvent(
      record.event,
      { topic, group: options.group, partition },
      options,
      stop,
      parts.log,
    );
    if (handled.outcome === 'stopped') throw new Error('the consumer closes before this event was handled');
    if (handled.outcome === 'failed') await bury(parts, topic, options.group, record.event, handled.error);
  } finally {
    clearInterval(beat);
    clock.end(partition);
  }
}

async function bury(
  parts: KafkaParts,
  topic: string,
  group: string,
  event: BusEvent,
  error: Error,
): Promise<void> {
  const headers = deadLetterHeaders({ topic, group, error: error.message });
  await parts.producer.send({
    topic: deadLetterTopic(topic),
    acks: -1,
    messages: [toRecord(event, headers)],
  });
}
