import { describe, expect, it } from 'vitest';
import { ClassicGroup } from './classic-group.ts';
import { cumulativeOf } from './fixed-bounds.ts';
import { countOf, type HistogramPoint, quantileOf } from './histogram-point.ts';
import { Increments } from './increments.ts';
import { type NativeHistogram, nativePoint } from './native.ts';

const native = (more: Partial<NativeHistogram>): NativeHistogram => ({
  ...{ schema: 0, zeroThreshold: 0, zeroCount: 0, customBounds: [], counted: 'total' },
  ...{ positive: { spans: [], counts: [] }, negative: { spans: [], counts: [] } },
  ...more,
});
const point = (counts: number[], layout = 'a'): HistogramPoint => ({
  ...{ layout, lower: [0, 1, 2], upper: [1, 2, Number.POSITIVE_INFINITY], counts, counted: 'total' },
});

describe('a native histogram', () => {
  it('has buckets in ascending order: negative ones, that around zero, positive ones', () => {
    const both = nativePoint(
      native({
        ...{ schema: 0, zeroThreshold: 0.25, zeroCount: 4 },
        positive: {
          spans: [
            { offset: 0, length: 1 },
            { offset: 1, length: 1 },
          ],
          counts: [1, 2],
        },
        negative: { spans: [{ offset: 0, length: 2 }], counts: [3, 5] },
      }),
    );
    expect(both).toMatchObject({
      lower: [-2, -1, -0.25, 0.5, 2],
      upper: [-1, -0.5, 0.25, 1, 4],
      counts: [5, 3, 4, 1, 2],
    });
  });

  it.each([
    ['more counts than buckets', { positive: { spans: [{ offset: 0, length: 1 }], counts: [1, 2] } }],
    ['a run without end', { positive: { spans: [{ offset: 0, length: 4_294_967_295 }], counts: [1] } }],
    ['a negative count', { positive: { spans: [{ offset: 0, length: 1 }], counts: [-1] } }],
    [
      'a run that goes back',
      {
        positive: {
          spans: [
            { offset: 5, length: 1 },
            { offset: -3, length: 1 },
          ],
          counts: [1, 1],
        },
      },
    ],
    ['an unknown schema', { schema: 99 }],
    ['bounds that descend', { schema: -53, customBounds: [2, 1] }],
    [
      'a bucket beyond its bounds',
      { schema: -53, customBounds: [1], positive: { spans: [{ offset: 2, length: 1 }], counts: [1] } },
    ],
  ])('is none with %s', (_, more) => {
    expect(nativePoint(native(more))).toBeNull();
  });
});

describe('quantileOf', () => {
  it('interpolates inside the bucket, as PromQL does', () => {
    expect(quantileOf(0.5, point([0, 10, 0]))).toBe(1.5);
    expect(quantileOf(0.99, point([1, 1, 8]))).toBe(2);
    expect(quantileOf(0.5, point([0, 0, 0]))).toBeNaN();
  });
});

describe('Increments', () => {
  it('tells what was gained, and all that is there after a reset', () => {
    const increments = new Increments();
    expect(increments.take(point([1, 1, 0]), 1, 0)).toBeNull();
    expect(increments.take(point([3, 1, 1]), 2, 0)?.counts).toEqual([2, 0, 1]);
    expect(increments.take(point([1, 4, 1]), 3, 0)?.counts).toEqual([1, 4, 1]);
    expect(increments.take(point([9, 9, 9]), 4, 3)?.counts).toEqual([9, 9, 9]);
    increments.forget();
    expect(increments.take(point([9, 9, 9]), 5, 0)).toBeNull();
  });

  it('takes a start in the millisecond of the first point for the start of both', () => {
    const increments = new Increments();
    increments.take(point([1, 1, 0]), 7, 7);
    expect(increments.take(point([3, 1, 1]), 8, 7)?.counts).toEqual([2, 0, 1]);
    expect(increments.take(point([3, 2, 1]), 9, 8)?.counts).toEqual([3, 2, 1]);
  });

  it('begins anew where the layout has changed', () => {
    const increments = new Increments();
    increments.take(point([1, 1, 0]), 1, 0);
    expect(increments.take(point([5, 5, 5], 'b'), 2, 0)).toBeNull();
    expect(increments.take(point([6, 5, 5], 'b'), 3, 0)?.counts).toEqual([1, 0, 0]);
  });
});

it('gathers the buckets of a classic histogram in any order, and takes a missing one as it is', () => {
  const group = new ClassicGroup();
  const [top, low, middle] = [Number.POSITIVE_INFINITY, 1, 2].map((bound) => group.member(bound));
  expect(group.member(1)).toBe(low);
  group.put(top!, 10);
  group.put(low!, 4);
  expect([group.isWhole, group.isEmpty]).toEqual([false, false]);
  group.put(middle!, 9);
  expect(group.isWhole).toBe(true);
  expect(group.close()).toMatchObject({
    lower: [0, 1, 2],
    upper: [1, 2, Number.POSITIVE_INFINITY],
    counts: [4, 5, 1],
  });
  group.put(top!, 3);
  expect(group.close()).toMatchObject({ upper: [Number.POSITIVE_INFINITY], counts: [3] });
});

it('tells exponential buckets in bounds that stay the same', () => {
  const buckets = nativePoint(native({ positive: { spans: [{ offset: 0, length: 2 }], counts: [2, 4] } }))!;
  const cumulative = cumulativeOf(buckets);
  expect(cumulative.get(Number.POSITIVE_INFINITY)).toBe(countOf(buckets));
  const counts = [...cumulative.values()];
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(cumulative.size).toBe(36);
});
