import { type Consumer, Kafka, type LogEntry, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Log } from '../log.ts';

/** A client of the brokers in `kafka://host:port[,host:port]`; throws where the URL reads otherwise. */
export function createKafka(url: string, clientId: string, log: Log): Kafka {
  const brokers = url.replace(/^kafka:\/\//, '').split(',');
  if (!url.startsWith('kafka://') || !brokers.every((broker) => /^[^\s:/]+:\d+$/.test(broker)))
    throw new Error(`BREAKWATER_BUS: expected kafka://host:port[,host:port], got "${url}"`);
  return new Kafka({
    clientId,
    brokers,
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => tell(log, entry),
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10 },
  });
}

/** A producer of records that name their partition. */
export const createProducer = (kafka: Kafka): Producer =>
  kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false });

/** By these a consumer notices a rebalance within the third of a second, and a broker one that died within six. */
export const consumerPace = {
  sessionTimeout: 6_000,
  rebalanceTimeout: 15_000,
  heartbeatInterval: 300,
  allowAutoTopicCreation: false,
  retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 10, restartOnFailure: async () => true },
};

/**
 * Tells where kafkajs gives a consumer up for good, as it does after an error that it does not know for one of the network's: it
 * would stay silent in a process that lives, and nobody would take its place.
 */
export function onGivenUp(consumer: Consumer, tellFatal: (error: Error) => void): void {
  consumer.on(consumer.events.CRASH, ({ payload: { restart, error, groupId } }) => {
    if (!restart)
      tellFatal(
        new Error(`expected the consumer of ${groupId} to go on, it has ended: ${error.message}`, {
          cause: error,
        }),
      );
  });
}

/** kafkajs goes on by itself after what it calls errors. */
function tell(log: Log, { level, log: entry }: LogEntry): void {
  const { message, timestamp: _timestamp, stack: _stack, ...details } = entry;
  if (level === logLevel.ERROR || level === logLevel.WARN) log.warn(details, `kafka: ${message}`);
}
