import { describe, expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import type { Series } from '../contract/index.ts';
import { bandLabels, labelText } from './band-labels.ts';

const series = (key: string, metric: string, more: Partial<Series> = {}): Series =>
  plainSeries(key, { metric, ...more });

describe('bandLabels', () => {
  it.each([
    ['up{instance="a:1"}', 'up', { instance: 'a:1' }],
    ['rate(jobs_total{instance="a:1"})', 'jobs_total', { instance: 'a:1' }],
    ['p95(size{zone="x"})', 'size_p95', { zone: 'x' }],
    ['team/up{zone="x"}', 'up', { zone: 'x' }],
    ['team/rate(up{zone="x"})', 'up', { zone: 'x' }],
    ['sum(a{b="c"}){zone="x"}', 'sum(a{b="c"})', { zone: 'x' }],
    ['up{metric="own",service="other"}', 'up', { exported_metric: 'own' }],
    ['up{constructor="x"}', 'up', { constructor: 'x' }],
    ['up{path="a\\"b"}', 'up', { path: 'a"b' }],
    ['{a="', 'odd', {}],
    ['odd{a="', 'odd', {}],
  ])('reads those of %s', (key, metric, own) => {
    expect(bandLabels(series(key, metric))).toEqual({ ...own, service: 'order', metric });
  });

  it('names direction and peer of what is derived', () => {
    const derived = series('order|out|stock|p95', 'p95', { direction: 'out', peer: 'stock' });
    expect(bandLabels(derived)).toEqual({ service: 'order', metric: 'p95', direction: 'out', peer: 'stock' });
  });

  it('is written as Prometheus reads it', () => {
    expect(labelText({ a: 'x"y', b: 'c\\d\n' })).toBe('{a="x\\"y",b="c\\\\d\\n"}');
  });
});
