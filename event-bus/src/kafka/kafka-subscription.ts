import { setInterval } from 'node:timers';
import type { Admin, Consumer, EachMessagePayload, Kafka, Producer } from 'kafkajs';
import type { BusLog, SubscribeOptions, Subscription } from '../bus.ts';
import { createConsumerClock } from '../consumer-clock.ts';
import { deadLetterHeaders, deadLetterTopic } from '../dead-letter.ts';
import type { BusEvent } from '../event.ts';
import { handleEvent } from '../handle-event.ts';
import type { AdminTurns } from './admin-turns.ts';
import { offsetsOf } from './kafka-offsets.ts';
import { fromRecord, toRecord } from './kafka-record.ts';
import type { KafkaTopics } from './kafka-topics.ts';

const heartbeatIntervalMs = 300;

/** What a subscription needs of its bus. */
export interface KafkaParts {
  kafka: Kafka;
  admin: Admin;
  inTurn: AdminTurns;
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
  const groupId = groupIdOf(topic, options.group);
  const ends =
    options.from === 'end' ? await missingPositions(parts.inTurn, topic, groupId) : new Map<number, number>();
  const stop = new AbortController();
  const clock = createConsumerClock();
  const consumer = createConsumer(parts, groupId);
  const close = async () => {
    stop.abort();
    await consumer.disconnect();
  };
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const positioned = ends.size > 0 ? beginAt(consumer, topic, ends) : Promise.resolve();
    await consumer.run({
      partitionsConsumedConcurrently: parts.partitions,
      eachMessage: (payload) => eachMessage(payload, { parts, options, clock, stop: stop.signal }),
    });
    await positioned;
  } catch (cause) {
    await close().catch(() => undefined);
    throw cause;
  }
  return { lagSeconds: () => clock.lagSeconds(Date.now()), close };
}

/** Kafka's group is one for each topic: kafkajs mixes up the members of a group that consume different topics. */
export function groupIdOf(topic: string, group: string): string {
  return `${group}.${topic}`;
}

function createConsumer(parts: KafkaParts, groupId: string): Consumer {
  return parts.kafka.consumer({
    groupId,
    sessionTimeout: parts.sessionTimeoutMs,
    rebalanceTimeout: 10_000,
    heartbeatInterval: heartbeatIntervalMs,
    maxWaitTimeInMs: 200,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
  });
}

/** Makes a group that has no position yet begin at `ends`, and stores that, so that a later restart resumes there. */
function beginAt(consumer: Consumer, topic: string, ends: Map<number, number>): Promise<void> {
  const { GROUP_JOIN, FETCH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    for (const partition of payload.memberAssignment[topic] ?? []) {
      const end = ends.get(partition);
      if (end === undefined) continue;
      consumer.seek({ topic, partition, offset: String(end) });
      ends.delete(partition);
    }
  });
  // A seek is stored by the time of the first fetch.
  return new Promise((resolve) => consumer.on(FETCH, () => resolve()));
}

async function missingPositions(
  inTurn: AdminTurns,
  topic: string,
  groupId: string,
): Promise<Map<number, number>> {
  const offsets = await offsetsOf(inTurn, topic, groupId);
  return new Map(
    offsets.filter((each) => each.stored === null).map(({ partition, high }) => [partition, high]),
  );
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
