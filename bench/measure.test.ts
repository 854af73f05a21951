import { expect, test } from 'vitest';
import { measureNs, median } from './measure.ts';

test.each([
  [[3], 3],
  [[1, 9], 5],
  [[9, 1, 2], 2],
  [[1, 2, 3, 100], 2.5],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('rounds are interleaved, and the first one only warms up', () => {
  const order: string[] = [];
  const contender = (name: string) => (times: number) => void order.push(`${name}${times}`);
  const ns = measureNs({ ours: contender('a'), theirs: contender('b') }, { rounds: 2, times: 5 });
  expect(order).toEqual(['a5', 'b5', 'a5', 'b5', 'a5', 'b5']);
  expect(Object.keys(ns)).toEqual(['ours', 'theirs']);
});

test('more work takes more', () => {
  let sum = 0;
  const work = (effort: number) => (times: number) => {
    for (let index = 0; index < times * effort; index += 1) sum += Math.sqrt(index);
  };
  const { light, heavy } = measureNs({ light: work(1), heavy: work(50) }, { rounds: 5, times: 200_000 });
  expect(sum).toBeGreaterThan(0);
  expect(heavy).toBeGreaterThan(light);
});
