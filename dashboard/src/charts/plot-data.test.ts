import { expect, test } from 'vitest';
import { alertStretches, bandBeyond, lastKnown, lonePoints, valueRange } from './plot-data.ts';

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

test('the axis holds the whole band, also one much wider than the values', () => {
  const range = columns([0.01, 0.9, 0.01], [2.5, 3.45, 2.5]);
  expect(valueRange(range, 's')[1]).toBeCloseTo(3.45 * 1.12, 6);
  expect(bandBeyond(range, 's')).toEqual([]);
});

test('a band that is still in doubt does not flatten the line, and how far it goes is known', () => {
  const range = columns([0.1, 0.1], [50, 0.2]);
  expect(valueRange(range, 's')[1]).toBeCloseTo(0.5 * 1.12, 6);
  expect(bandBeyond(range, 's')).toEqual([50]);
});

test.each([
  ['of a ratio, which ends at 1', [0, 0.001], '1'],
  ['around a line without height', [0, 0], '1/s'],
] as const)('the axis always holds the band %s', (_, value, unit) => {
  const range = columns([...value], [0.26, 0.16]);
  expect(bandBeyond(range, unit)).toEqual([]);
  expect(valueRange(range, unit)[1]).toBeGreaterThanOrEqual(0.26);
});

test('the band of a count is cut off although its unit is that of a ratio', () => {
  expect(bandBeyond(columns([3, 4], [900, 5]), '1')).toEqual([900]);
});

test('a band that is cut off at both ends is told of at both', () => {
  const range = { ...columns([1, 2], [80, 3]), lower: [-60, 0] };
  expect(bandBeyond(range, 'Cel')).toEqual([-60, 80]);
});

test('the axis goes below zero as far as the band does', () => {
  const range = { ...columns([2, -1], [3, 3]), lower: [-4, -4] };
  expect(valueRange(range, 'Cel')).toEqual([expect.closeTo(-4.48, 9), expect.closeTo(3.36, 9)]);
  expect(bandBeyond({ ...range, lower: [-4, -60] }, 'Cel')).toEqual([-60]);
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
