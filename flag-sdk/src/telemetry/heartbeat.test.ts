import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Heart, type Heartbeat } from './heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A heart whose heartbeats arrive when the test says so. */
const beating = () => {
  const world = { revision: 0 };
  const sent: number[] = [];
  const arrivals: PromiseWithResolvers<void>[] = [];
  const results: string[] = [];
  const heart = new Heart({
    intervalMs: 5_000,
    snapshot: () => ({ revision: world.revision }) as Heartbeat,
    send: (heartbeat) => {
      sent.push(heartbeat.revision);
      const arrival = Promise.withResolvers<void>();
      arrivals.push(arrival);
      return arrival.promise;
    },
    onResult: (result) => results.push(result),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { heart, world, sent, arrivals, results, settle };
};

describe('a heart', () => {
  test('sends what is known when the heartbeat leaves, once for all changes of a turn', async () => {
    const { heart, world, sent, settle } = beating();
    for (let revision = 1; revision <= 5; revision += 1) {
      world.revision = revision;
      heart.beat();
    }
    await settle();
    expect(sent).toEqual([5]);
  });

  test('has one heartbeat on its way, and sends the newest last', async () => {
    const { heart, world, sent, arrivals, settle } = beating();
    heart.beat();
    await settle();
    for (let revision = 1; revision <= 9; revision += 1) {
      world.revision = revision;
      heart.beat();
      await settle();
    }
    expect(sent).toEqual([0]);
    arrivals[0]?.resolve();
    await settle();
    expect(sent).toEqual([0, 9]);
    arrivals[1]?.resolve();
    await settle();
    expect(sent).toEqual([0, 9]);
  });

  test('beats by itself', async () => {
    const { heart, sent, arrivals } = beating();
    heart.start();
    await vi.advanceTimersByTimeAsync(0);
    arrivals[0]?.resolve();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(2);
  });

  test('counts failures and goes on', async () => {
    const { heart, arrivals, results, settle } = beating();
    for (const fate of ['reject', 'resolve'] as const) {
      heart.beat();
      await settle();
      arrivals.at(-1)?.[fate](undefined);
      await settle();
    }
    expect(results).toEqual(['failed', 'sent']);
  });

  test('once closed it sends nothing more', async () => {
    const { heart, sent, arrivals, settle } = beating();
    heart.start();
    await settle();
    const closed = heart.close();
    heart.beat();
    arrivals[0]?.resolve();
    await closed;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });
});
