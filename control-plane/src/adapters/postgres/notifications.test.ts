import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { Database } from './database.ts';
import { Notifications } from './notifications.ts';

/** A connection on which the second `listen` is answered, or is not. */
class FakeClient extends EventEmitter {
  readonly heard: string[] = [];
  readonly #answers: boolean;

  constructor(answers: boolean) {
    super();
    this.#answers = answers;
  }

  async query(text: string): Promise<void> {
    if (!this.#answers && this.heard.length === 1) throw new Error('Query read timeout');
    this.heard.push(text);
  }

  async end(): Promise<void> {
    this.emit('end');
  }
}

it('a connection on which only half can be heard is ended, and exactly one other takes its place', async () => {
  const clients = [true, false, true, true].map((answers) => new FakeClient(answers));
  const opened: FakeClient[] = [];
  const connect = async () => {
    opened.push(clients[opened.length]!);
    return opened.at(-1);
  };
  const onGap = vi.fn();
  const notifications = new Notifications({ connect } as unknown as Database, onGap, 0);
  for (const channel of ['flags', 'ops']) notifications.on(channel, () => undefined);
  await notifications.open();
  clients[0]!.emit('end');
  await expect.poll(() => onGap).toHaveBeenCalledTimes(1);
  expect(opened).toHaveLength(3);
  expect(clients[2]!.heard).toEqual(['listen flags', 'listen ops']);
  const ends = clients.map((client) => client.listenerCount('end'));
  expect(ends).toEqual([0, 0, 1, 0]);
  await notifications.close();
});
