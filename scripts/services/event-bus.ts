import { openBus } from '@breakwater/event-bus';
import { SetupError } from '../process/setup-error.ts';
import { type KafkaPorts, startKafka } from './kafka/kafka.ts';
import type { LocalService, ServiceRoom } from './local-service.ts';

/** Finds or starts the event bus: an URL in `url`, else Kafka, else Redis Streams on the Redis at hand. */
export async function startEventBus(
  room: ServiceRoom,
  options: { url: string | undefined; ports: KafkaPorts; redisUrl: string },
): Promise<LocalService> {
  if (options.url) return useGiven(options.url);
  const attempt = await startKafka(room, options.ports);
  if ('service' in attempt) return attempt.service;
  return { url: options.redisUrl, origin: `Redis Streams in place of Kafka, because ${attempt.missing}` };
}

async function useGiven(url: string): Promise<LocalService> {
  try {
    const bus = await openBus(url, { clientId: 'readiness', connectTimeoutMs: 5_000 });
    await bus.close();
    return { url, origin: `${bus.kind === 'kafka' ? 'Kafka' : 'Redis Streams'} of BREAKWATER_BUS` };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new SetupError('bus_unreachable', `BREAKWATER_BUS: ${said} Start it or unset the variable`, cause);
  }
}
