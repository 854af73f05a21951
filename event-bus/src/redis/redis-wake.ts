import type { Redis } from 'ioredis';
import { redisKeys } from './redis-keys.ts';

/** One subscribed connection that tells each topic's consumers of new entries; a lost message costs one beat at most. */
export function createWakeCalls(
  connection: Redis,
): (topic: string, listener: () => void) => Promise<() => void> {
  const listeners = new Map<string, Set<() => void>>();
  connection.on('message', (channel: string) => {
    for (const listener of listeners.get(channel) ?? []) listener();
  });
  return async (topic, listener) => {
    const channel = redisKeys.wake(topic);
    const present = listeners.get(channel) ?? new Set();
    present.add(listener);
    listeners.set(channel, present);
    if (present.size === 1) await connection.subscribe(channel);
    return () => {
      present.delete(listener);
    };
  };
}
