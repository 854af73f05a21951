import { SetupError } from '../process/setup-error.ts';
import { type KafkaPorts, startKafka } from './kafka/kafka.ts';
import { kafkaAnswers } from './kafka/kafka-ping.ts';
import type { LocalService, ServiceRoom } from './local-service.ts';
import { redisAnswers } from './redis/redis-ping.ts';

/** Finds or starts the event bus: an URL in `url`, else Kafka, else Redis Streams on the Redis at hand. */
export async function startEventBus(
  room: ServiceRoom,
  options: { url: string | undefined; ports: KafkaPorts; redisUrl: () => Promise<string> },
): Promise<LocalService> {
  if (options.url) return useGiven(options.url);
  const attempt = await startKafka(room, options.ports);
  if ('service' in attempt) return attempt.service;
  return {
    url: await options.redisUrl(),
    origin: `Redis Streams in place of Kafka, because ${attempt.missing}`,
  };
}

async function useGiven(url: string): Promise<LocalService> {
  const [, scheme, brokers] = /^(kafka|redis):\/\/(.+)$/.exec(url) ?? [];
  if (!scheme || !brokers) {
    throw new SetupError(
      'bus_url_invalid',
      `BREAKWATER_BUS must be kafka://host:port or redis://host:port, got "${url}"`,
    );
  }
  const { hostname, port } = new URL(`tcp://${brokers.split(',')[0]}`);
  const answers =
    scheme === 'kafka'
      ? await kafkaAnswers(hostname, Number(port || 9092))
      : await redisAnswers(hostname, Number(port || 6379));
  if (!answers) {
    throw new SetupError(
      'bus_unreachable',
      `The event bus at BREAKWATER_BUS (${hostname}:${port}) does not answer: start it or unset the variable`,
    );
  }
  return { url, origin: `${scheme === 'kafka' ? 'Kafka' : 'Redis Streams'} of BREAKWATER_BUS` };
}
