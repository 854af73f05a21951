import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FlagSnapshot } from '../../domain/flag-snapshot/flag-snapshot.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import { FlagFeed } from './flag-feed.ts';
import { SdkStream } from './sdk-stream.ts';

const holding = (revision: number, enabled: boolean): FlagSnapshot => ({
  revision,
  flags: new Map([['a', { key: 'a', project: 'default', text: JSON.stringify({ name: 'a', enabled }) }]]),
  segments: new Map(),
});

let read: () => Promise<FlagSnapshot>;
let feed: FlagFeed;
let stream: SdkStream;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  read = async () => holding(1, true);
  feed = new FlagFeed('production', () => read());
  stream = new SdkStream({ feed, now: () => 0, canRead: () => true, listSettled: async () => [] });
  await feed.refresh();
});
afterEach(() => {
  stream.close();
  vi.useRealTimers();
});

/** Joins the stream; `ids` are the revisions that were sent. */
function join(headers: Record<string, string> = {}) {
  let text = '';
  const socket = {
    writableLength: 0,
    setNoDelay: () => undefined,
    write: (part: Buffer) => {
      text += String(part);
    },
  };
  const none = () => undefined;
  const res = Object.assign(new EventEmitter(), { socket, writeHead: none, flushHeaders: none, end: none });
  const served = stream.serve(
    { headers, socket } as unknown as UnleashRequest,
    res as unknown as UnleashResponse,
  );
  return { served, ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)) };
}

function hangingRead(): (snapshot: FlagSnapshot) => void {
  const { promise, resolve } = Promise.withResolvers<FlagSnapshot>();
  read = () => promise;
  return resolve;
}

it('a reader that joins while a read hangs gets what is known, and the rest when it comes', async () => {
  const answer = hangingRead();
  const { served, ids } = join();
  await vi.advanceTimersByTimeAsync(1_000);
  await served;
  expect(ids()).toEqual([1]);
  answer(holding(2, false));
  await vi.advanceTimersByTimeAsync(0);
  expect(ids()).toEqual([1, 2]);
});

it('a reader that holds a newer revision of another replica waits for it', async () => {
  const answer = hangingRead();
  const { served, ids } = join({ 'last-event-id': '2' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ids()).toEqual([]);
  answer(holding(2, false));
  await served;
  expect(ids()).toEqual([2]);
});
