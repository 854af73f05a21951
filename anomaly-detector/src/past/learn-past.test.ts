import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import type { PulledSeries } from '../pull/parts.ts';
import type { Reading } from '../services/learner.ts';
import { learnPast, PastFutureError, PastLimitError } from './learn-past.ts';

const series = plainSeries('a');

/** Learns all but the first of what it is given. */
function parts() {
  const learnt: [number, number][] = [];
  const moments: [number, readonly PulledSeries[]][] = [];
  return {
    learnt,
    moments,
    readingsOf: (written: readonly PulledSeries[], at: number): Reading[] => {
      moments.push([at, written]);
      return written.map(({ samples }) => ({ series, at, value: samples[0]!.value, count: Number.NaN }));
    },
    learn: (readings: readonly Reading[]) => {
      for (const { at, value } of readings) learnt.push([at, value]);
      return readings.filter(({ at }) => at > 1).length;
    },
  };
}

it('learns named series in their order, and counts what was passed over', () => {
  const into = parts();
  const past = [{ series, time: [1, 2, 3], value: [10, null, 30] }];
  expect(learnPast({ past }, into)).toEqual({ rows: 2, passedOver: 1 });
  expect(into.learnt).toEqual([
    [1, 10],
    [2, Number.NaN],
    [3, 30],
  ]);
});

it('takes written series moment by moment, as they were scraped', () => {
  const into = parts();
  const past = ['b', 'c'].map((name) => ({ labels: { __name__: name }, time: [20, 30], value: [1, 2] }));
  past.push({ labels: { __name__: 'd' }, time: [10], value: [3] });
  expect(learnPast({ past }, into)).toEqual({ rows: 5, passedOver: 0 });
  expect(into.moments.map(([at, written]) => [at, ...written.map(({ name }) => name)])).toEqual([
    [10, 'd'],
    [20, 'b', 'c'],
    [30, 'b', 'c'],
  ]);
});

it('learns nothing where there is no room for the series', () => {
  const into = { ...parts(), room: { most: 3, count: () => 2, has: (key: string) => key === 'a' } };
  const named = (key: string) => ({ series: { ...series, key }, time: [5], value: [1] });
  expect(learnPast({ past: ['a', 'b'].map(named) }, into)).toEqual({ rows: 2, passedOver: 0 });
  into.learnt.length = 0;
  expect(() => learnPast({ past: ['a', 'b', 'c'].map(named) }, into)).toThrow(PastLimitError);
  expect(into.learnt).toEqual([]);
});

it('counts what was passed over before it came to a reading', () => {
  let refused = 7;
  const readingsOf = (): Reading[] => {
    refused += 1;
    return [];
  };
  const into = { ...parts(), refused: () => refused, readingsOf };
  const past = [{ labels: { __name__: 'a' }, time: [10, 20], value: [1, 2] }];
  expect(learnPast({ past }, into)).toEqual({ rows: 0, passedOver: 2 });
});

it('learns nothing where a row is of a time to come', () => {
  const into = { ...parts(), latest: () => 100 };
  const past = [10, 101].map((at) => ({ series, time: [at], value: [1] }));
  expect(() => learnPast({ past }, into)).toThrow(PastFutureError);
  expect(into.learnt).toEqual([]);
});
