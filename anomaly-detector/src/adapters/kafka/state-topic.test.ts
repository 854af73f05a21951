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
