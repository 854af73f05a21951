import type { Kafka } from 'kafkajs';
import { afterEach, expect, it, vi } from 'vitest';
import { StateTopic } from './state-topic.ts';

afterEach(() => vi.useRealTimers());

it('takes a snapshot for lost only once it has not come three times running', async () => {
  vi.useFakeTimers();
  const silent = { on() {}, seek() {}, resume() {}, pause() {}, events: {} };
  const kafka = { producer: () => ({}), consumer: () => silent } as unknown as Kafka;
  const store = new StateTopic(kafka, 'state', 'workers', () => undefined);
  const ask = async () => {
    const asked = store.read(3, { id: 'a', chunks: 2, checksum: '', first: 0, last: 1 });
    const answer = asked.catch((error: Error) => error.message);
    vi.advanceTimersByTime(60_000);
    return await answer;
  };
  const late = 'expected the snapshot of partition 3 within 60 s, got 0 of its 2 pieces';
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual([late, late, null, late]);
});

/** A broker in memory that takes what is sent, or fails from some piece on. */
function memory() {
  const sent: { key: string; snapshot: string }[] = [];
  let takes = Number.POSITIVE_INFINITY;
  const send = async ({ messages }: { messages: [{ key: string; headers: { snapshot: string } }] }) => {
    if (takes === 0) throw new Error('the broker is away');
    takes -= 1;
    const [{ key, headers }] = messages;
    return [{ baseOffset: String(sent.push({ key, snapshot: headers.snapshot }) - 1) }];
  };
  const silent = { on() {}, events: {} };
  const kafka = { producer: () => ({ send }), consumer: () => silent } as unknown as Kafka;
  return {
    store: new StateTopic(kafka, 'state', 'workers', () => undefined),
    failAfter: (pieces: number) => {
      takes = pieces;
    },
    mend: () => {
      takes = Number.POSITIVE_INFINITY;
    },
    /** How many keys compaction would keep. */
    keys: () => new Set(sent.map(({ key }) => key)).size,
    /** Whether compaction would keep every piece of a snapshot. */
    isWhole: ({ id, chunks }: { id: string; chunks: number }) => {
      const newest = new Map(sent.map(({ key, snapshot }) => [key, snapshot]));
      return [...newest.values()].filter((snapshot) => snapshot === id).length === chunks;
    },
  };
}

it('keeps the snapshot that is pointed to whole, however often what comes after it fails', async () => {
  const { store, failAfter, mend, isWhole } = memory();
  const bytes = Buffer.alloc(2_000_000, 7);
  for (let round = 0; round < 3; round += 1) {
    const pointedTo = await store.write(3, bytes);
    store.committed(3);
    // The broker goes away while it is written.
    for (let pieces = 0; pieces < 2; pieces += 1) {
      failAfter(pieces);
      await expect(store.write(3, bytes)).rejects.toThrow('away');
      mend();
      expect(isWhole(pointedTo)).toBe(true);
    }
    // It is written, and nobody can tell whether it is pointed to.
    for (let tries = 0; tries < 4; tries += 1) {
      const perhaps = await store.write(3, bytes);
      expect([isWhole(pointedTo), isWhole(perhaps)]).toEqual([true, true]);
    }
  }
});

it('keeps every snapshot whole that may be pointed to, and uses sets of keys again once one is known to be', async () => {
  const { store, failAfter, mend, isWhole, keys } = memory();
  const bytes = Buffer.alloc(2_000_000, 7);
  const known = await store.write(3, bytes);
  store.committed(3);
  const perhaps = [known];
  for (let tries = 0; tries < 4; tries += 1) {
    perhaps.push(await store.write(3, bytes));
    failAfter(1);
    await expect(store.write(3, bytes)).rejects.toThrow('away');
    mend();
    expect(perhaps.map(isWhole)).toEqual(perhaps.map(() => true));
  }
  store.committed(3);
  const before = keys();
  for (let round = 0; round < 8; round += 1) {
    await store.write(3, bytes);
    store.committed(3);
  }
  expect(keys()).toBe(before);
});
