import { expect, test } from 'vitest';
import { alertStretches, lastKnown, lonePoints, valueRange } from './plot-data.ts';

test('neighbouring alert points become one stretch, a lone one lasts a step', () => {
  expect(alertStretches({ time: [0, 2000, 4000, 6000, 8000], alert: [1, 1, 0, 0, 1], stepS: 2 })).toEqual([
    { from: 0, to: 4000 },
    { from: 8000, to: 10_000 },
  ]);
  expect(alertStretches({ time: [0, 2000], alert: [0, 0], stepS: 2 })).toEqual([]);
});

const columns = (value: (number | null)[], upper: (number | null)[]) => ({
  value,
  expected: value.map(() => null),
  lower: value.map(() => 0),
  upper,
});

test('the axis begins at zero and leaves room above the band', () => {
  const [low, high] = valueRange(columns([0.03, 0.04], [0.05, 0.05]), 's');
  expect(low).toBe(0);
  expect(high).toBeCloseTo(0.056, 6);
});

test('a band that is still in doubt does not flatten the line', () => {
  const [, high] = valueRange(columns([0.1, 0.1], [50, 0.2]), 's');
  expect(high).toBeCloseTo(0.3 * 1.12, 6);
});

test.each([
  ['nothing but gaps', [null, null], [null, null], [0, 0.01 * 1.12]],
  ['zeros', [0, 0], [0, 0], [0, 0.01 * 1.12]],
] as const)('%s still give an axis', (_, value, upper, ends) => {
  const [low, high] = valueRange(columns([...value], [...upper]), 's');
  expect([low, high]).toEqual([ends[0], expect.closeTo(ends[1], 9)]);
});

test('the last known value is looked for before the gap at the end', () => {
  expect(lastKnown([1, 2, null])).toBe(1);
  expect(lastKnown([null])).toBe(-1);
});

test('a value between two gaps stands alone, also at the ends', () => {
  expect(lonePoints([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(lonePoints([])).toEqual([]);
});
