import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventSourceSnapshots, polledSnapshots } from './sources.ts';

let server: Server;
let answers: ({ status: number; body: string } | 'silence')[];
let asked = 0;

beforeEach(async () => {
  asked = 0;
  server = createServer((_request, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? { status: 500, body: '' };
    asked += 1;
    if (answer === 'silence') return;
    const { status, body } = answer;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

test('polls go on after refusals and nonsense, and end when they are told to', async () => {
  const snapshot = { revision: 7, answers: { badges: { enabled: true } } };
  answers = [
    { status: 503, body: '' },
    { status: 200, body: '{"revision":"x"}' },
    { status: 200, body: '<html>' },
    { status: 200, body: JSON.stringify(snapshot) },
  ];
  const take = vi.fn();
  const { port } = server.address() as AddressInfo;
  const stop = polledSnapshots(`http://127.0.0.1:${port}/flags`, 5)(take);
  await vi.waitFor(() => expect(take).toHaveBeenCalledWith(snapshot), { timeout: 10_000 });
  expect(asked).toBeGreaterThanOrEqual(4);
  stop();
  const seen = take.mock.calls.length;
  const other = vi.fn();
  const stopOther = polledSnapshots(`http://127.0.0.1:${port}/flags`, 5)(other);
  await vi.waitFor(() => expect(other.mock.calls.length).toBeGreaterThan(10), { timeout: 10_000 });
  stopOther();
  expect(take.mock.calls.length).toBe(seen);
});

test('a poll that is not answered does not end the polls', async () => {
  const snapshot = { revision: 7, answers: { badges: { enabled: true } } };
  answers = ['silence', { status: 200, body: JSON.stringify(snapshot) }];
  const take = vi.fn();
  const { port } = server.address() as AddressInfo;
  const stop = polledSnapshots(`http://127.0.0.1:${port}/flags`, 5, 50)(take);
  await vi.waitFor(() => expect(take).toHaveBeenCalledWith(snapshot), { timeout: 10_000 });
  stop();
});

test('an event stream is read message by message, and closed when nobody listens', () => {
  const streams: { url: string; onmessage?: (message: { data: string }) => void; isOpen: boolean }[] = [];
  class Stream {
    isOpen = true;
    onmessage?: (message: { data: string }) => void;
    readonly url: string;
    constructor(url: string) {
      this.url = url;
      streams.push(this);
    }
    close() {
      this.isOpen = false;
    }
  }
  vi.stubGlobal('EventSource', Stream);
  const take = vi.fn();
  const stop = eventSourceSnapshots('/flags/live')(take);
  const snapshot = { revision: 7, answers: { badges: { enabled: true } } };
  for (const data of ['', '{"revision":7}', JSON.stringify(snapshot)]) streams[0]?.onmessage?.({ data });
  expect(take.mock.calls).toEqual([[snapshot]]);
  expect(streams[0]).toMatchObject({ url: '/flags/live', isOpen: true });
  stop();
  expect(streams[0]?.isOpen).toBe(false);
  vi.unstubAllGlobals();
});
