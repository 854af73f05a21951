import { Kafka, logLevel } from 'kafkajs';
import { expect, it } from 'vitest';
import { onGivenUp } from './kafka-client.ts';

it.each([
  { mayRestart: false, told: 'expected the consumer of shop to go on, it has ended' },
  { mayRestart: true, told: null },
])('tells of a consumer that has ended for good, where it may restart: $mayRestart', async (given) => {
  const retry = { retries: 0, restartOnFailure: async () => given.mayRestart };
  // A port that nothing listens on.
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING, retry });
  const consumer = kafka.consumer({ groupId: 'shop', retry });
  const told: Error[] = [];
  onGivenUp(consumer, (error) => told.push(error));
  const crashed = new Promise((resolve) => consumer.on(consumer.events.CRASH, resolve));
  await consumer.run({});
  await crashed;
  await consumer.disconnect();
  expect(told.map(({ message }) => message)).toEqual(
    given.told === null ? [] : [expect.stringContaining(given.told)],
  );
});
