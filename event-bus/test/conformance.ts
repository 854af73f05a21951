import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bus, type BusEvent, type NewEvent, openBus, type Subscription } from '../src/index.ts';
import { startConsumerProcess } from './consumer-process.ts';

const patience = { timeout: 30_000, interval: 50 };

/** What every adapter of the bus must do; run against a real broker. */
export function describeBus(name: string, url: string): void {
  describe(`the bus on ${name}`, () => {
    let bus: Bus;
    const others: Bus[] = [];
    const open = async (clientId: string): Promise<Bus> => {
      const opened = await openBus(url, { clientId, sessionTimeoutMs: 2_000 });
      others.push(opened);
      return opened;
    };
    beforeAll(async () => {
      bus = await openBus(url, { clientId: 'conformance', sessionTimeoutMs: 2_000 });
    });
    afterEach(async () => {
      await Promise.all(others.splice(0).map((each) => each.close()));
    });
    afterAll(() => bus.close());

    it('delivers an event with every attribute it was published with', async () => {
      const topic = newTopic();
      const seen = await collect(bus, topic, 'reader');
      const event: BusEvent = {
        id: randomUUID(),
        key: 'order-1',
        type: 'commerce.order.placed',
        source: 'demo-commerce/order',
        time: '2026-11-21T02:51:07.120Z',
        data: { total: 1290, note: 'ünïcode ✓', lines: [{ sku: 'a' }] },
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      };
      await bus.publish(topic, event);
      await vi.waitFor(() => expect(seen.events).toEqual([event]), patience);
    });

    it('fills in an id and the time where the publisher gives none', async () => {
      const topic = newTopic();
      const seen = await collect(bus, topic, 'reader');
      await bus.publish(topic, numbered('k', 0));
      await vi.waitFor(() => expect(seen.events).toHaveLength(1), patience);
      expect(seen.events[0]!.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(Math.abs(Date.now() - Date.parse(seen.events[0]!.time))).toBeLessThan(60_000);
      expect(seen.events[0]).not.toHaveProperty('traceparent');
    });

    it('keeps the order of each key, also over single and batched publishes', async () => {
      const topic = newTopic();
      const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      const seen = await collect(bus, topic, 'reader', { jitterMs: 3 });
      for (let n = 0; n < 20; n += 1)
        await bus.publish(
          topic,
          keys.map((key) => numbered(key, n)),
        );
      for (const key of keys) await bus.publish(topic, numbered(key, 20));
      await vi.waitFor(() => expect(seen.events).toHaveLength(21 * keys.length), patience);
      for (const key of keys) expect(seen.numbersOf(key)).toEqual(range(21));
    });

    it('gives every group all events', async () => {
      const topic = newTopic();
      const first = await collect(bus, topic, 'first');
      const second = await collect(bus, topic, 'second');
      await bus.publish(
        topic,
        range(30).map((n) => numbered(`key-${n}`, n)),
      );
      await vi.waitFor(() => expect([first.events.length, second.events.length]).toEqual([30, 30]), patience);
    });

    it('lets one group consume several topics', async () => {
      const topics = [newTopic(), newTopic()] as const;
      const first = await collect(bus, topics[0], 'both');
      const second = await collect(bus, topics[1], 'both');
      for (const [n, topic] of topics.entries()) {
        await bus.publish(
          topic,
          range(12).map((each) => numbered(`key-${each}`, n)),
        );
      }
      await vi.waitFor(() => expect([first.events.length, second.events.length]).toEqual([12, 12]), patience);
      expect(first.events.every((event) => numberOf(event) === 0)).toBe(true);
      expect(second.events.every((event) => numberOf(event) === 1)).toBe(true);
    });

    it('shares the work of a group between its consumers, each key with one of them at a time', async () => {
      const topic = newTopic();
      const keys = range(24).map((n) => `key-${n}`);
      const [one, two] = await Promise.all([open('one'), open('two')]);
      const first = await collect(one, topic, 'sharing');
      const second = await collect(two, topic, 'sharing');
      let round = 0;
      await vi.waitFor(
        async () => {
          await bus.publish(
            topic,
            keys.map((key) => numbered(key, round)),
          );
          round += 1;
          expect(first.events.length).toBeGreaterThan(0);
          expect(second.events.length).toBeGreaterThan(0);
        },
        { timeout: 30_000, interval: 200 },
      );
      await vi.waitFor(
        () => expect(new Set([...first.ids(), ...second.ids()]).size).toBe(round * keys.length),
        patience,
      );
      first.forget();
      second.forget();
      await bus.publish(
        topic,
        keys.map((key) => numbered(key, round)),
      );
      await vi.waitFor(() => expect(first.events.length + second.events.length).toBe(keys.length), patience);
      expect(first.events.length).toBeGreaterThan(0);
      expect(second.events.length).toBeGreaterThan(0);
      const shared = first.events.filter((event) => second.events.some((other) => other.key === event.key));
      expect(shared).toEqual([]);
    });

    it('hands the work over when a consumer leaves, and loses nothing', async () => {
      const topic = newTopic();
      const [one, two] = await Promise.all([open('one'), open('two')]);
      const first = await collect(one, topic, 'leaving');
      const second = await collect(two, topic, 'leaving');
      await bus.publish(
        topic,
        range(60).map((n) => numbered(`key-${n % 12}`, n)),
      );
      await first.subscription.close();
      await bus.publish(
        topic,
        range(60).map((n) => numbered(`key-${n % 12}`, 60 + n)),
      );
      await vi.waitFor(() => expect(new Set([...first.ids(), ...second.ids()]).size).toBe(120), patience);
    });

    it('delivers again what a consumer that was killed had in hand, in order', async () => {
      const topic = newTopic();
      await bus.publish(
        topic,
        range(5).map((n) => numbered('order-1', n)),
      );
      const doomed = await startConsumerProcess(url, topic, 'dying');
      await doomed.untilHoldsAnEvent();
      await doomed.killHard();
      const seen = await collect(bus, topic, 'dying');
      await vi.waitFor(() => expect(seen.numbersOf('order-1')).toEqual(range(5)), patience);
    });

    it('takes over what a killed consumer had in hand also where it works already', async () => {
      const topic = newTopic();
      const survivor = await collect(bus, topic, 'surviving');
      const doomed = await startConsumerProcess(url, topic, 'surviving');
      let isHolding = false;
      const holding = doomed.untilHoldsAnEvent().then(() => {
        isHolding = true;
      });
      const published: string[] = [];
      await vi.waitFor(async () => {
        const round = range(24).map((n) => ({ ...numbered(`key-${n}`, n), id: randomUUID() }));
        await bus.publish(topic, round);
        published.push(...round.map(({ id }) => id));
        expect(isHolding).toBe(true);
      }, patience);
      await holding;
      await doomed.killHard();
      await vi.waitFor(() => expect(new Set(survivor.ids())).toEqual(new Set(published)), patience);
    });

    it('resumes after a restart where the group had stopped', async () => {
      const topic = newTopic();
      const before = await collect(bus, topic, 'resuming');
      await bus.publish(
        topic,
        range(10).map((n) => numbered('k', n)),
      );
      await vi.waitFor(() => expect(before.events).toHaveLength(10), patience);
      await before.subscription.close();
      await bus.publish(
        topic,
        range(10).map((n) => numbered('k', 10 + n)),
      );
      const after = await collect(await open('restarted'), topic, 'resuming');
      await vi.waitFor(() => expect(after.numbersOf('k').at(-1)).toBe(19), patience);
      expect(after.numbersOf('k')).toEqual(range(10).map((n) => 10 + n));
    });

    it('lets a new group begin at the end, and resume from there', async () => {
      const topic = newTopic();
      await bus.publish(
        topic,
        range(5).map((n) => numbered('k', n)),
      );
      const first = await collect(bus, topic, 'late', { from: 'end' });
      await first.subscription.close();
      await bus.publish(
        topic,
        range(5).map((n) => numbered('k', 5 + n)),
      );
      const second = await collect(bus, topic, 'late', { from: 'end' });
      await bus.publish(topic, numbered('k', 10));
      await vi.waitFor(() => expect(second.numbersOf('k').at(-1)).toBe(10), patience);
      expect(second.numbersOf('k')).toEqual([5, 6, 7, 8, 9, 10]);
      expect(first.events).toEqual([]);
    });

    it('delivers what was published before anyone subscribed', async () => {
      const topic = newTopic();
      await bus.publish(
        topic,
        range(5).map((n) => numbered('k', n)),
      );
      const seen = await collect(bus, topic, 'reader');
      await vi.waitFor(() => expect(seen.numbersOf('k')).toEqual(range(5)), patience);
    });

    it('tries a failing event again before the ones behind it', async () => {
      const topic = newTopic();
      const attempts: number[] = [];
      const seen = await collect(bus, topic, 'retrying', {
        retryDelayMs: 10,
        onEvent: async (event, attempt) => {
          if (numberOf(event) !== 1) return;
          attempts.push(attempt);
          if (attempt < 3) throw new Error('not yet');
        },
      });
      await bus.publish(
        topic,
        range(3).map((n) => numbered('k', n)),
      );
      await vi.waitFor(() => expect(seen.numbersOf('k')).toEqual([0, 1, 2]), patience);
      expect(attempts).toEqual([1, 2, 3]);
    });

    it('puts an event that keeps failing on the dead-letter topic and goes on', async () => {
      const topic = newTopic();
      let tries = 0;
      const seen = await collect(bus, topic, 'failing', {
        attempts: 3,
        retryDelayMs: 10,
        onEvent: async (event) => {
          if (numberOf(event) !== 1) return;
          tries += 1;
          throw new Error('never');
        },
      });
      const dead = await collect(bus, `${topic}.dlq`, 'undertaker');
      await bus.publish(
        topic,
        range(3).map((n) => numbered('k', n)),
      );
      await vi.waitFor(() => expect(seen.numbersOf('k')).toEqual([0, 2]), patience);
      await vi.waitFor(() => expect(dead.numbersOf('k')).toEqual([1]), patience);
      expect(tries).toBe(3);
      await vi.waitFor(async () => expect(await bus.lag(topic, 'failing')).toBe(0), patience);
    });

    it('says how many events a group has not handled', async () => {
      const topic = newTopic();
      await bus.publish(
        topic,
        range(7).map((n) => numbered(`key-${n}`, n)),
      );
      expect(await bus.lag(topic, 'counting')).toBe(7);
      const seen = await collect(bus, topic, 'counting');
      await vi.waitFor(async () => expect(await bus.lag(topic, 'counting')).toBe(0), patience);
      expect(seen.events).toHaveLength(7);
      expect(seen.subscription.lagSeconds()).toBe(0);
    });

    it('creates a topic once when many processes begin to use it at the same moment', async () => {
      const topic = newTopic();
      const many = await Promise.all(range(4).map((n) => open(`racer-${n}`)));
      await Promise.all(many.map((each, n) => each.publish(topic, numbered(`key-${n}`, n))));
      const seen = await collect(bus, topic, 'reader');
      await vi.waitFor(() => expect(seen.ids().length).toBe(4), patience);
    });

    it('begins with many new topics at the same moment', async () => {
      const topics = range(8).map(newTopic);
      const all = await Promise.all(topics.map((topic) => collect(bus, topic, 'reader', { from: 'end' })));
      await Promise.all(topics.map((topic, n) => bus.publish(topic, numbered('k', n))));
      await vi.waitFor(
        () => expect(all.map((each) => each.numbersOf('k'))).toEqual(range(8).map((n) => [n])),
        patience,
      );
    });

    it('refuses to publish once closed', async () => {
      const closed = await open('closed');
      await closed.close();
      await expect(closed.publish(newTopic(), numbered('k', 0))).rejects.toMatchObject({
        code: 'bus_closed',
      });
    });

    it('leaves no consumer behind that was joining when the bus closed', async () => {
      const topic = newTopic();
      await bus.publish(topic, numbered('k', 0));
      const closed = await open('closing');
      const handled: BusEvent[] = [];
      const joining = closed.subscribe(topic, {
        group: 'leaving',
        handler: async (event) => void handled.push(event),
      });
      const refused = expect(joining).rejects.toMatchObject({ code: 'bus_closed' });
      await closed.close();
      await refused;
      const seen = await collect(bus, topic, 'leaving');
      await vi.waitFor(
        () => expect(seen.numbersOf('k').length + handled.length).toBeGreaterThan(0),
        patience,
      );
      const before = handled.length;
      await bus.publish(topic, numbered('k', 1));
      await vi.waitFor(() => expect(seen.numbersOf('k')).toContain(1), patience);
      expect(handled).toHaveLength(before);
    });

    it('answers a ping', async () => {
      await expect(bus.ping()).resolves.toBeUndefined();
    });
  });
}

function newTopic(): string {
  return `conformance.${randomUUID().slice(0, 8)}.v1`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n);
}

function numbered(key: string, n: number): NewEvent<{ n: number }> {
  return { key, type: 'conformance.numbered', source: 'event-bus/test', data: { n } };
}

function numberOf(event: BusEvent): number {
  return (event.data as { n: number }).n;
}

interface Collected {
  events: BusEvent[];
  subscription: Subscription;
  ids(): string[];
  numbersOf(key: string): number[];
  forget(): void;
}

interface CollectOptions {
  from?: 'beginning' | 'end';
  attempts?: number;
  retryDelayMs?: number;
  jitterMs?: number;
  onEvent?: (event: BusEvent, attempt: number) => Promise<void>;
}

async function collect(
  bus: Bus,
  topic: string,
  group: string,
  options: CollectOptions = {},
): Promise<Collected> {
  const events: BusEvent[] = [];
  const { jitterMs = 0, onEvent, ...rest } = options;
  const subscription = await bus.subscribe(topic, {
    ...rest,
    group,
    handler: async (event, delivery) => {
      if (jitterMs > 0)
        await new Promise((resolve) => setTimeout(resolve, jitterMs * ((events.length * 7) % 3)));
      await onEvent?.(event, delivery.attempt);
      events.push(event);
    },
  });
  return {
    events,
    subscription,
    ids: () => events.map((event) => event.id),
    numbersOf: (key) => events.filter((event) => event.key === key).map(numberOf),
    forget: () => events.splice(0),
  };
}
