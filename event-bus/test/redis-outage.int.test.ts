import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { openBus } from '../src/index.ts';

/** A way to Redis on which every connection can be cut, and on which subscriptions can be kept from arriving. */
async function layWay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let heldBack: (() => void) | undefined;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => {
      if (heldBack && /subscribe/i.test(chunk.toString('latin1'))) heldBack();
      else far.write(chunk);
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    /** From now on no subscription arrives; resolves when one was sent. */
    holdSubscriptions: () =>
      new Promise<void>((resolve) => {
        heldBack = resolve;
      }),
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the bus on Redis Streams, when its connection breaks', () => {
  const thrown: unknown[] = [];
  const note = (error: unknown) => thrown.push(error);
  afterEach(() => {
    process.off('unhandledRejection', note);
  });

  it('leaves no rejection behind when it is closed while it subscribes anew', async () => {
    process.on('unhandledRejection', note);
    const way = await layWay(inject('services').redisUrl);
    const bus = await openBus(way.url, { clientId: 'cut-off' });
    const topic = `outage.${randomUUID().slice(0, 8)}.v1`;
    await bus.subscribe(topic, { group: 'reader', handler: async () => undefined });
    const sent = way.holdSubscriptions();
    way.cut();
    await sent;
    await bus.close();
    await way.close();
    // A whole connection later, what the first one left behind has been heard of.
    await (await openBus(inject('services').redisUrl, { clientId: 'next' })).close();
    expect(thrown).toEqual([]);
  });

  it('is woken by new events again after the connection is back', async () => {
    const way = await layWay(inject('services').redisUrl);
    const bus = await openBus(way.url, { clientId: 'back-again', sessionTimeoutMs: 600_000 });
    const topic = `outage.${randomUUID().slice(0, 8)}.v1`;
    const seen: string[] = [];
    await bus.subscribe(topic, { group: 'reader', handler: async ({ key }) => void seen.push(key) });
    way.cut();
    await expect
      .poll(async () => {
        await bus.publish(topic, {
          key: 'after',
          type: 'outage.tested',
          source: 'event-bus/test',
          data: null,
        });
        return seen.includes('after');
      })
      .toBe(true);
    await bus.close();
    await way.close();
  });
});
