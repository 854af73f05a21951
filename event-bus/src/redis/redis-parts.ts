import type { Redis } from 'ioredis';
import type { BusLog } from '../bus.ts';
import type { BusCommands } from './redis-scripts.ts';
import type { RedisTopics } from './redis-topics.ts';

/** What a subscription needs of its bus. */
export interface RedisParts {
  redis: Redis & BusCommands;
  topics: RedisTopics;
  /** Calls back when a topic has new entries; returns how to stop that. */
  onWake(topic: string, listener: () => void): Promise<() => void>;
  sessionTimeoutMs: number;
  clientId: string;
  log: BusLog;
}
