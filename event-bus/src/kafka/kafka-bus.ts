import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Bus, BusOptions } from '../bus.ts';
import { BusError, busErrorCodes } from '../bus-error.ts';
import { BusLife } from '../bus-life.ts';
import { completeEvent } from '../event.ts';
import { listOf } from '../list-of.ts';
import { withDeadline } from '../with-deadline.ts';
import { createAdminTurns } from './admin-turns.ts';
import { kafkaLogCreator } from './kafka-log.ts';
import { offsetsOf } from './kafka-offsets.ts';
import { toRecord } from './kafka-record.ts';
import { groupIdOf, type KafkaParts, subscribeKafka } from './kafka-subscription.ts';
import { createKafkaTopics } from './kafka-topics.ts';

/** The bus on Kafka, by kafkajs. */
export async function openKafkaBus(url: string, options: BusOptions): Promise<Bus> {
  const parts = await connect(brokersOf(url), url, options);
  const life = new BusLife();
  return {
    kind: 'kafka',
    async publish(topic, events) {
      life.assertOpen();
      const messages = listOf(events).map((event) => toRecord(completeEvent(event)));
      try {
        await parts.topics.ensure(topic);
        await parts.producer.send({ topic, acks: -1, messages });
      } catch (cause) {
        throw new BusError(
          busErrorCodes.publish,
          `Kafka at ${url} did not take ${messages.length} event(s) of ${topic}`,
          cause,
        );
      }
    },
    subscribe: (topic, subscribeOptions) =>
      life.keep(
        () => subscribeKafka(parts, topic, subscribeOptions),
        (cause) => {
          const message = `Group ${subscribeOptions.group} could not join ${topic} on Kafka at ${url}`;
          return new BusError(busErrorCodes.subscribe, message, cause);
        },
      ),
    lag: (topic, group) => lagOf(parts, topic, group),
    async ping() {
      const asked = parts.inTurn((admin) => admin.describeCluster());
      await withDeadline(asked, 2_000, () => unavailable(url)).catch((cause) => {
        throw cause instanceof BusError ? cause : unavailable(url, cause);
      });
    },
    close: () => life.close(() => Promise.all([parts.producer.disconnect(), parts.admin.disconnect()])),
  };
}

function brokersOf(url: string): string[] {
  const brokers = url.slice('kafka://'.length).replace(/\/$/, '').split(',');
  if (brokers.every((broker) => /^[^\s:/]+:\d+$/.test(broker))) return brokers;
  throw new BusError(
    busErrorCodes.url,
    `A Kafka bus URL must read kafka://host:port[,host:port], got "${url}"`,
  );
}

async function connect(brokers: string[], url: string, options: BusOptions): Promise<KafkaParts> {
  const log = options.log ?? (() => undefined);
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers,
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    logLevel: logLevel.WARN,
    logCreator: kafkaLogCreator(log),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
  });
  const admin = kafka.admin();
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  try {
    const connected = Promise.all([admin.connect(), producer.connect()]);
    await withDeadline(connected, options.connectTimeoutMs ?? 10_000, () => unavailable(url));
  } catch (cause) {
    await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
    throw cause instanceof BusError ? cause : unavailable(url, cause);
  }
  const inTurn = createAdminTurns(admin);
  const partitions = options.partitions ?? 6;
  const sessionTimeoutMs = options.sessionTimeoutMs ?? 6_000;
  return {
    kafka,
    admin,
    inTurn,
    producer,
    topics: createKafkaTopics(inTurn, partitions),
    sessionTimeoutMs,
    partitions,
    log,
  };
}

async function lagOf(parts: KafkaParts, topic: string, group: string): Promise<number> {
  await parts.topics.ensure(topic);
  const offsets = await offsetsOf(parts.inTurn, topic, groupIdOf(topic, group));
  return offsets.reduce(
    (lag, { low, high, stored }) => lag + Math.max(0, high - Math.max(low, stored ?? low)),
    0,
  );
}

function unavailable(url: string, cause?: unknown): BusError {
  return new BusError(
    busErrorCodes.unavailable,
    `Kafka at ${url} does not answer: is the broker running there?`,
    cause,
  );
}
