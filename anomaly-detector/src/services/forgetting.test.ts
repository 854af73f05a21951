import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import type { Alert } from '../contract/index.ts';
import { History } from '../store/history.ts';
import { Engine } from './engine.ts';
import { Idleness } from './idleness.ts';
import { joinParts, Learner } from './learner.ts';
import { LiveDetector } from './live-detector.ts';
import { liveLearning } from './live-learning.ts';

const read = (learner: Learner, key: string, at: number, value: number) =>
  learner.read({ series: plainSeries(key), at, value, count: Number.NaN });

/** What a file would hold of it, taken at most `many` series at once. */
const storedOf = (learner: Learner, many: number) =>
  joinParts(Array.from(learner.parts(many), (part) => structuredClone(part)));

it('a series that was forgotten begins anew, in the place of whoever came before', () => {
  const learner = new Learner();
  for (let row = 0; row < 100; row += 1) {
    read(learner, 'a', row * 10_000, 5 + (row % 3));
    read(learner, 'b', row * 10_000, 500 + (row % 3));
  }
  const a = learner.find('a')!;
  learner.forget(a);
  expect([learner.find('a'), a.slot, learner.size]).toEqual([undefined, -1, 1]);
  read(learner, 'c', 1_000_000, 1);
  const c = learner.find('c')!;
  expect(learner.warmthOf(c)).toMatchObject({ ready: false, share: expect.closeTo(1 / 60, 6) });
  // Whoever still holds the forgotten one may go on with it.
  learner.observe(a, 2_000_000, 7, Number.NaN, true);
  expect([learner.find('a'), a.at, a.met]).toEqual([a, 2_000_000, 1]);
  expect(a.slot).not.toBe(c.slot);
  expect(learner.find('b')?.met).toBe(100);
});

it('a series that was never read is none, whoever holds it', () => {
  const engine = new Engine({ entries: [], unowned: [] });
  const { learner } = engine;
  const outlets = { report: () => undefined, alert: () => undefined };
  const detector = new LiveDetector(engine, new History(10, 100_000), outlets, 0);
  const learning = liveLearning(detector, () => 0);
  const [first, again, other] = [plainSeries('a'), plainSeries('a'), plainSeries('b')].map(learning.admit);
  expect([again === first, learner.size, detector.series()]).toEqual([true, 0, []]);
  learning.forget([other!]);
  learning.learn(again!, 1_000, 5, Number.NaN, 1_000);
  expect(detector.series().map(({ key, value }) => [key, value])).toEqual([['a', 5]]);
  expect(learning.admit(plainSeries('a'))).toBe(first);
});

it('the alert of a series ends with it', () => {
  const learner = new Learner();
  for (let row = 0; row < 300; row += 1) read(learner, 'a', row * 10_000, 50 + ((row * 7) % 11));
  read(learner, 'a', 3_000_000, 5_000);
  const a = learner.find('a')!;
  expect(a.alert.held).not.toBeNull();
  expect(learner.forget(a)).toMatchObject({ seriesKey: 'a', endsAt: new Date(3_000_000).toISOString() });
  expect(learner.forget(a)).toBeNull();
});

it('a detector tells of the end of an alert whose series it forgets', () => {
  const told: Alert[] = [];
  const engine = new Engine({ entries: [], unowned: [] });
  const outlets = { report: () => undefined, alert: (alert: Alert) => void told.push(alert) };
  const detector = new LiveDetector(engine, new History(10, 100_000), outlets, 0);
  const take = (at: number, value: number) =>
    detector.take([{ series: plainSeries('a'), at, value, count: Number.NaN }], 1, at);
  for (let row = 0; row < 300; row += 1) take(row * 10_000, 50 + ((row * 7) % 11));
  take(3_000_000, 5_000);
  detector.forget([engine.learner.find('a')!], 3_010_000);
  expect(told.map(({ endsAt }) => endsAt)).toEqual([null, new Date(3_000_000).toISOString()]);
});

it('what is stored in parts goes on as it was, places of forgotten series closed', () => {
  const learner = new Learner();
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const row = (into: Learner, n: number) => {
    for (const [index, key] of keys.entries()) read(into, key, n * 10_000, 5 + index + ((n * 7) % 11) / 10);
  };
  for (let n = 0; n < 200; n += 1) row(learner, n);
  read(learner, 'gone', 1, 1);
  learner.forget(learner.find('gone')!);
  const restored = new Learner();
  restored.resume(storedOf(learner, 2));
  for (let n = 200; n < 300; n += 1) {
    row(learner, n);
    row(restored, n);
  }
  // How long a series has been inside its band says something only while an alert is held.
  const told = (of: Learner) =>
    keys.map((key) => ({ ...of.find(key)!, slot: 0, alert: of.find(key)!.alert.held }));
  expect(told(restored)).toEqual(told(learner));
});

it('what was taken over is stored again', () => {
  const learner = new Learner();
  for (const key of ['a', 'b', 'c']) read(learner, key, 1000, 1);
  const restored = new Learner();
  restored.restore(storedOf(learner, 2));
  read(restored, 'd', 2000, 1);
  const stored = storedOf(restored, 2);
  expect(stored.series.map(({ series: { key } }) => key)).toEqual(['a', 'b', 'c', 'd']);
});

it('parts tell when their series are others than before', () => {
  const learner = new Learner();
  for (const key of ['a', 'b', 'c']) read(learner, key, 1000, 1);
  const versions = () => [...learner.parts(2)].map(({ version }) => version);
  const before = versions();
  read(learner, 'a', 2000, 1);
  expect(versions()).toEqual(before);
  learner.forget(learner.find('c')!);
  read(learner, 'd', 2000, 1);
  expect(versions()[0]).toBe(before[0]);
  expect(versions()[1]).not.toBe(before[1]);
});

it('a series is idle once it has had no row for long by our own time, whatever its rows say', () => {
  const learner = new Learner();
  const idleness = new Idleness();
  read(learner, 'past', 5, 1);
  read(learner, 'live', 5, 1);
  const look = (now: number) => idleness.idle(learner.each(), now, 1000).map(({ series: { key } }) => key);
  expect(look(1_000_000)).toEqual([]);
  read(learner, 'live', 6, 1);
  expect(look(1_000_900)).toEqual([]);
  expect(look(1_001_500)).toEqual(['past']);
});

it('goes on after a long pause with what it knew, but for series whose memory is shorter than that', () => {
  const learner = new Learner();
  const learnt = (key: string, stepMs: number) => {
    for (let row = 0; row < 300; row += 1) read(learner, key, row * stepMs, 50 + ((row * 7) % 11));
    return learner;
  };
  learnt('seconds', 10_000);
  learnt('hours', 3_600_000);
  read(learner, 'hours', 300 * 3_600_000, 5_000);
  expect(learner.find('hours')!.alert.held).not.toBeNull();
  const restored = new Learner();
  restored.restoreLate(storedOf(learner, 10), 5 * 3_600_000);
  const ready = (key: string) => restored.warmthOf(restored.find(key)!).ready;
  expect([ready('seconds'), ready('hours')]).toEqual([false, true]);
  expect(restored.find('hours')!.alert.held).toBeNull();
  expect(read(restored, 'hours', 306 * 3_600_000, 52)).toBeNull();
});

it('counts the rows of a series that begins anew from there on, so that it is weighed when all are told warm', () => {
  const learner = new Learner();
  for (let row = 0; row < 300; row += 1) read(learner, 'a', row * 2_000, 50 + ((row * 7) % 11));
  const restored = new Learner();
  restored.restoreLate(storedOf(learner, 10), 5 * 3_600_000);
  for (let row = 0; row < 10; row += 1) read(restored, 'a', 20_000_000 + row * 2_000, 50 + ((row * 7) % 11));
  const a = restored.find('a')!;
  expect(restored.weigh(a).presence).toBe(1);
  expect(restored.warmthOf(a).share).toBeCloseTo(10 / 60);
});

it('a snapshot stays as it was while a deviation that has begun goes on', () => {
  const learner = new Learner();
  for (let row = 0; row < 300; row += 1) read(learner, 'a', row * 2_000, 50 + ((row * 7) % 11));
  expect(read(learner, 'a', 600_000, 500)).toBeNull();
  const { series } = learner.snapshot();
  const before = structuredClone(series);
  expect(before[0]!.alert.onset).toMatchObject({ highest: 500 });
  read(learner, 'a', 602_000, 900);
  expect(series).toEqual(before);
});
