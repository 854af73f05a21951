import type { Bus, BusOptions } from './bus.ts';
import { BusError, busErrorCodes } from './bus-error.ts';
import { openKafkaBus } from './kafka/kafka-bus.ts';
import { openRedisBus } from './redis/redis-bus.ts';

/**
 * Opens the bus that the URL names, `kafka://host:port[,host:port]` or `redis://host:port`, and connects to it.
 * Throws {@link BusError} where the URL names no bus or the broker does not answer in time.
 */
export async function openBus(url: string, options: BusOptions): Promise<Bus> {
  if (url.startsWith('kafka://')) return openKafkaBus(url, options);
  if (url.startsWith('redis://') || url.startsWith('rediss://')) return openRedisBus(url, options);
  throw new BusError(
    busErrorCodes.url,
    `The bus URL must begin with kafka:// or redis://, got "${url}": set it to such as kafka://127.0.0.1:19092`,
  );
}
