import { describe, expect, it } from 'vitest';
import { plainSeries } from '../../../test/plain-series.ts';
import type { SeriesStatus } from '../../contract/index.ts';
import { pageOf } from './series-page.ts';

const series = (key: string, more: Partial<SeriesStatus> = {}): SeriesStatus => ({
  ...plainSeries(key),
  warmth: { ready: true, share: 1, remainingS: 0 },
  at: null,
  value: null,
  expected: null,
  lower: null,
  upper: null,
  alerting: false,
  ...more,
});
const all = [
  series('c'),
  series('a', { service: 'cart' }),
  series('B-long', { alerting: true }),
  series('d', { metric: 'x', warmth: { ready: false, share: 0.5, remainingS: 9 } }),
];
const keys = (question: object) => pageOf(all, question).series.map(({ key }) => key);

describe('pageOf', () => {
  it.each([
    [{}, ['c', 'a', 'B-long', 'd']],
    [{ service: 'cart' }, ['a']],
    [{ metric: 'x' }, ['d']],
    [{ alerting: true }, ['B-long']],
    [{ ready: false }, ['d']],
    [{ text: 'b-L' }, ['B-long']],
    [{ service: 'order', ready: true }, ['c', 'B-long']],
  ])('finds by %j', (question, expected) => {
    expect(keys(question)).toEqual(expected);
  });

  it('walks through pages in the order of keys', () => {
    const first = pageOf(all, { limit: 2 });
    expect(first).toMatchObject({ total: 4, next: 'a' });
    expect(first.series.map(({ key }) => key)).toEqual(['B-long', 'a']);
    const second = pageOf(all, { limit: 2, after: first.next! });
    expect(second.series.map(({ key }) => key)).toEqual(['c', 'd']);
    expect(second.next).toBeNull();
  });
});
