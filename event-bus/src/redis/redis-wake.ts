import type { Redis } from 'ioredis';
import type { BusLog } from '../bus.ts';
import { redisKeys } from './redis-keys.ts';

/**
 * One subscribed connection that tells each topic's consumers of new entries; a lost message costs one beat at most.
 * Subscribes anew by itself: what the client's own `autoResubscribe` sends is a promise that nobody watches, and a
 * connection that breaks again in that moment would end the process.
 */
export function createWakeCalls(
  connection: Redis,
  log: BusLog,
): (topic: string, listener: () => void) => Promise<() => void> {
  const listeners = new Map<string, Set<() => void>>();
  connection.on('message', (channel: string) => {
    for (const listener of listeners.get(channel) ?? []) listener();
  });
  connection.on('ready', () => {
    if (listeners.size === 0) return;
    connection.subscribe(...listeners.keys()).catch((error: Error) =>
      log('warn', 'redis: could not subscribe anew, consumers wait for their beat', {
        error: error.message,
      }),
    );
  });
  return async (topic, listener) => {
    const channel = redisKeys.wake(topic);
    const present = listeners.get(channel) ?? new Set();
    present.add(listener);
    listeners.set(channel, present);
    try {
      if (present.size === 1) await connection.subscribe(channel);
    } catch (error) {
      present.delete(listener);
      throw error;
    }
    return () => {
      present.delete(listener);
    };
  };
}
