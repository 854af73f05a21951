import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { redisKeys } from './redis-keys.ts';
import { createWakeCalls } from './redis-wake.ts';

/** A connection in memory, whose subscriptions can be made to fail. */
class Connection extends EventEmitter {
  subscribed: string[] = [];
  isFailing = false;
  async subscribe(...channels: string[]): Promise<void> {
    if (this.isFailing) throw new Error('command timed out');
    this.subscribed.push(...channels);
  }
}

it('subscribes for the next consumer of a topic where it could not for the first', async () => {
  const connection = new Connection();
  const wakeOn = createWakeCalls(connection as unknown as Redis, () => undefined);
  const heard: string[] = [];
  connection.isFailing = true;
  await expect(wakeOn('orders.v1', () => heard.push('first'))).rejects.toThrow('timed out');
  connection.isFailing = false;
  await wakeOn('orders.v1', () => heard.push('second'));
  const channel = redisKeys.wake('orders.v1');
  expect(connection.subscribed).toEqual([channel]);
  connection.emit('message', channel);
  expect(heard).toEqual(['second']);
});
