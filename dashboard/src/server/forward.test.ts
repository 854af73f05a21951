import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forward } from './forward.ts';

let server: Server;
const heard: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    if (request.url?.startsWith('/api/v1/live')) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      response.write('event: heartbeat\ndata: {}\n\n');
      return;
    }
    response.writeHead(401, {
      'content-type': 'application/problem+json',
      'set-cookie': ['breakwater_session=abc; HttpOnly', 'other=1'],
    });
    response.end('{"detail":"The password is wrong."}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.BREAKWATER_CONTROL_PLANE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('method, path, query, body, cookie and origin go through; the answer comes back as it is', async () => {
  const answer = await forward(
    new Request('http://dashboard.test/api/v1/session?x=1', {
      method: 'POST',
      headers: {
        cookie: 'breakwater_session=old',
        origin: 'http://dashboard.test',
        'content-type': 'application/json',
        'x-secret': '1',
      },
      body: '{"a":1}',
    }),
  );
  expect(heard.at(-1)).toMatchObject({ method: 'POST', url: '/api/v1/session?x=1', body: '{"a":1}' });
  expect(heard.at(-1)?.headers).toMatchObject({
    cookie: 'breakwater_session=old',
    origin: 'http://dashboard.test',
  });
  expect(heard.at(-1)?.headers['x-secret']).toBeUndefined();
  expect(answer.status).toBe(401);
  expect(answer.headers.getSetCookie()).toEqual(['breakwater_session=abc; HttpOnly', 'other=1']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ detail: 'The password is wrong.' });
});

test('events are streamed as they come, and nobody on the way may hold them back', async () => {
  const stop = new AbortController();
  const answer = await forward(
    new Request('http://dashboard.test/api/v1/live?lastEventId=x-7', { signal: stop.signal }),
  );
  expect(answer.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(heard.at(-1)?.headers['last-event-id']).toBe('x-7');
  const first = await answer.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toContain('event: heartbeat');
  stop.abort();
});

test('a control plane that is not there becomes a problem with plain words', async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const answer = await forward(new Request('http://dashboard.test/api/v1/switches'));
  expect(answer.status).toBe(502);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ code: 'control_plane_away', status: 502 });
});
