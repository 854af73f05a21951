import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer, listen } from './http-server.ts';
import { openLog } from './log.ts';
import { openMetrics } from './metrics.ts';
import { openTracer } from './tracer.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const serve = async () => {
  const app = createHttpServer({
    log: openLog({ service: 'gateway', instance: 'gateway-1', level: 'silent' }),
    metrics: openMetrics(),
    tracer: await openTracer({ service: 'gateway', instance: 'gateway-1', endpoint: undefined }),
    readiness: {},
  });
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  app.get('/held', async () => {
    asked.resolve();
    await held.promise;
    return { ok: true };
  });
  const url = await listen(app, '127.0.0.1', 0);
  return { app, url, asked: asked.promise, answer: held.resolve };
};

const open = async (url: string): Promise<Socket> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
};

test('a connection that never carried a request does not keep the server from stopping', async () => {
  const { app, url } = await serve();
  const socket = await open(url);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  // The answer tells that the server has accepted the connection opened before.
  await fetch(`${url}/livez`);
  await app.close();
  await ended;
});

test('a request that is under way is answered, and does not keep the server from stopping after that', async () => {
  const { app, url, asked, answer } = await serve();
  const reply = fetch(`${url}/held`);
  await asked;
  const closed = app.close();
  await expect.poll(() => app.server.listening).toBe(false);
  answer();
  expect((await reply).status).toBe(200);
  await closed;
});
