import { describe, expect, it } from 'vitest';

import { WrittenRows, type WrittenSeries } from './written-rows.ts';

const t0 = 1_795_226_400_000;
const series = (name: string, labels: Record<string, string>, at: number, value: number): WrittenSeries => ({
  name,
  labels: { __name__: name, ...labels },
  samples: [{ at, value }],
});

/** What one instance exposes at `at` after `requests` requests. */
const scrape = (instance: string, at: number, requests: number, errors: number): WrittenSeries[] => {
  const labels = { service: 'order', instance, route: '/x' };
  const bucket = (le: string) =>
    series('http_server_request_duration_seconds_bucket', { ...labels, status: '200', le }, at, requests);
  return [
    bucket('0.1'),
    bucket('+Inf'),
    series('http_server_request_duration_seconds_count', { ...labels, status: '200' }, at, requests - errors),
    series('http_server_request_duration_seconds_count', { ...labels, status: '500' }, at, errors),
  ];
};

describe('WrittenRows', () => {
  it('derives what carries a service label as a scrape would', () => {
    const rows = new WrittenRows(100);
    const readings = [0, 1, 2, 3].flatMap((n) =>
      rows.take(scrape('order-1', t0 + n * 15_000, 100 * n, 10 * n), t0 + n * 15_000),
    );
    readings.push(...rows.flush(t0 + 60_000));
    readings.push(...rows.flush(t0 + 70_000));
    const ratios = readings.filter(({ series: { key } }) => key === 'order|in||error_ratio');
    expect(ratios.map(({ value, count, at }) => [value, count, at - t0])).toEqual([
      [0.1, 100, 15_000],
      [0.1, 100, 30_000],
      [0.1, 100, 45_000],
    ]);
  });

  it('adds instances up, also where their samples come in several writes', () => {
    const rows = new WrittenRows(100);
    const readings = [0, 1, 2].flatMap((n) => {
      const at = t0 + n * 15_000;
      const [first, ...rest] = scrape('order-1', at, 100 * n, 0);
      return [
        ...rows.take([first!], at),
        ...rows.take(rest, at + 50),
        ...rows.take(scrape('order-2', at + 2000, 300 * n, 0), at + 2000),
        ...rows.flush(at + 8000),
        ...rows.flush(at + 12_000),
      ];
    });
    const rates = readings.filter(({ series: { key } }) => key === 'order|in||request_rate');
    expect(rates.map(({ value }) => Math.round(value * 15))).toEqual([400, 400]);
  });

  it('learns everything else as it is', () => {
    const rows = new WrittenRows(100);
    const [reading] = rows.take([series('cpu_load', { host: 'a' }, t0, 0.7)], t0);
    expect(reading).toMatchObject({
      at: t0,
      value: 0.7,
      series: { metric: 'cpu_load', signal: 'other', worse: 'both' },
    });
    expect(reading!.series.key).toBe('cpu_load{host="a"}');
  });

  it('passes over late, doubtful, future and missing values, and counts those that are wrong', () => {
    const rows = new WrittenRows(100);
    const take = (at: number, value: number) => rows.take([series('cpu', {}, at, value)], t0).length;
    expect([
      take(t0, 1),
      take(t0, 2),
      take(t0 - 1000, 3),
      take(t0 + 600_000, 4),
      take(t0 + 1000, Number.NaN),
    ]).toEqual([1, 0, 0, 0, 0]);
    expect(rows.dropped).toBe(3);
  });

  it('takes in no more series than it is allowed', () => {
    const rows = new WrittenRows(2);
    const taken = ['a', 'b', 'c'].map((name) => rows.take([series(name, {}, t0, 1)], t0).length);
    expect(taken).toEqual([1, 1, 0]);
  });
});
