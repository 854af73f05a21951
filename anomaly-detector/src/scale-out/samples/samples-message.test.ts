import { describe, expect, it } from 'vitest';
import { plainSeries } from '../../../test/plain-series.ts';
import { randomSource } from '../../../test/random.ts';
import { type Route, SampleRouter } from './sample-router.ts';
import {
  decodeSamples,
  encodeSamples,
  mark,
  type SamplesMessage,
  UnreadableSamples,
} from './samples-message.ts';
import { placeOf } from './series-id.ts';

const message: SamplesMessage = {
  sender: 0xdead_beef,
  sequence: 7,
  declarations: [{ series: plainSeries('größe'), isJudged: false }],
  feedback: [{ type: 'revoked', id: 'a-1', seriesKey: 'größe' }],
  ids: Float64Array.of(1, 2 ** 53 - 1),
  times: Float64Array.of(1000, 2000.5),
  values: Float64Array.of(1e300, Number.NaN),
  counts: Float64Array.of(Number.NaN, 12),
  clock: 5000,
};

describe('samples on the wire', () => {
  it('come out as they went in, also where the record begins anywhere', () => {
    const encoded = encodeSamples(message);
    const shifted = Buffer.concat([Buffer.alloc(3), encoded]).subarray(3);
    expect(decodeSamples(shifted)).toEqual(message);
  });

  it('carry no column that says nothing', () => {
    const same = Float64Array.of(1000, 1000);
    const unknown = Float64Array.of(Number.NaN, Number.NaN);
    const short = encodeSamples({ ...message, times: same, counts: unknown, declarations: [], feedback: [] });
    expect(short.length).toBe(40 + 2 * 2 * 8);
    expect(decodeSamples(short).times).toEqual(same);
    expect(decodeSamples(short).counts).toEqual(unknown);
  });

  it('are refused in one kind of error, whatever is wrong with them', () => {
    const encoded = encodeSamples(message);
    const random = randomSource(5);
    for (let round = 0; round < 2_000; round += 1) {
      const broken = Buffer.from(encoded.subarray(0, Math.floor(random() * (encoded.length + 1))));
      for (let flips = 0; flips < 3 && broken.length > 0; flips += 1)
        broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
      try {
        decodeSamples(broken);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableSamples);
      }
    }
    expect(() => decodeSamples(encoded.subarray(0, 50))).toThrow('bytes, got 50');
    expect(() => decodeSamples(Buffer.from('{"value": 1, "service": "an earlier format", "x": 1}'))).toThrow(
      'expected the mark of samples',
    );
  });

  it.each([
    { times: Float64Array.of(1000, 1e300) },
    { times: Float64Array.of(Number.NaN, 2000) },
    { clock: Number.POSITIVE_INFINITY },
  ])('are refused with times that no alert could tell: %j', (wrong) => {
    expect(() => decodeSamples(encodeSamples({ ...message, ...wrong }))).toThrow(
      'expected times in epoch ms',
    );
  });
});

describe('SampleRouter', () => {
  const add = (router: SampleRouter, key: string, at: number, isJudged = true) =>
    router.add(router.route(plainSeries(key)), at, at, Number.NaN, isJudged);

  it('introduces a series once, and again after ten minutes', () => {
    const router = new SampleRouter(4, 1);
    const declaredAt = [0, 1, 9, 10, 11].map((minutes) => {
      add(router, 'a', minutes * 60_000);
      const [only] = router.take(null);
      expect(only!.partition).toBe(placeOf('a', 4).partition);
      return decodeSamples(only!.value).declarations.length;
    });
    expect(declaredAt).toEqual([1, 0, 0, 1, 0]);
  });

  it('keeps the order of each series and numbers the messages of each partition', () => {
    const router = new SampleRouter(3, 9);
    const seen = new Map<string, number[]>();
    const sequences = new Map<number, number[]>();
    for (let at = 1; at <= 50; at += 1) {
      for (const key of ['a', 'b', 'c', 'd', 'e']) add(router, key, at);
      for (const { partition, value } of router.take(at % 10 === 0 ? at : null)) {
        const { ids, times, sequence, clock } = decodeSamples(value);
        expect(clock).toBe(at % 10 === 0 ? at : Number.NaN);
        sequences.set(partition, [...(sequences.get(partition) ?? []), sequence]);
        ids.forEach((id, index) => {
          seen.set(String(id), [...(seen.get(String(id)) ?? []), times[index]!]);
        });
      }
    }
    expect(seen.size).toBe(5);
    for (const times of seen.values())
      expect(times).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    for (const numbers of sequences.values()) expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  it('forgets what nobody has read for long by our own time, whatever its rows say, and knows it again', () => {
    const router = new SampleRouter(1, 1);
    const routes = ['past', 'live'].map((key) => router.route(plainSeries(key)));
    const read = (route: Route, at: number) => router.add(route, at, 1, Number.NaN, true);
    for (const route of routes) read(route, 5);
    router.forgetIdle(1_000_000, 1_000);
    read(routes[1]!, 6);
    router.forgetIdle(1_000_900, 1_000);
    router.forgetIdle(1_001_500, 1_000);
    expect(['past', 'live'].map((key) => router.knows(key))).toEqual([false, true]);
    const told = router.take(null).flatMap(({ value }) => [...decodeSamples(value).counts]);
    expect(told.filter((count) => count === mark.forget)).toHaveLength(1);
    // Whoever still holds it may go on with it.
    read(routes[0]!, 7);
    expect(router.size).toBe(2);
  });

  it('closes a message before it grows too large', () => {
    const router = new SampleRouter(1, 1);
    for (let at = 0; at < 30_000; at += 1) add(router, `series ${at}`, at);
    const messages = router.take(null);
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.every(({ value }) => value.length < 1_000_000)).toBe(true);
    expect(messages.reduce((sum, { readings }) => sum + readings, 0)).toBe(30_000);
  });

  it('sends ahead what was meant otherwise, so that an introduction never counts for the past', () => {
    const router = new SampleRouter(1, 1);
    add(router, 'a', 1, false);
    add(router, 'a', 2);
    router.forget(router.route(plainSeries('a')), 3);
    add(router, 'a', 4);
    const messages = router.take(null).map(({ value }) => decodeSamples(value));
    expect(messages.map(({ times, counts }) => [...times].map((at, index) => [at, counts[index]]))).toEqual([
      [[1, Number.NaN]],
      [
        [2, Number.NaN],
        [3, mark.forget],
      ],
      [[4, Number.NaN]],
    ]);
    expect(messages.map(({ declarations }) => declarations.map(({ isJudged }) => isJudged))).toEqual([
      [false],
      [true],
      [true],
    ]);
  });
});
