import { expect, it } from 'vitest';
import { BandRange } from '../contract/index.ts';
import { bandRange } from './band-range.ts';

const series = {
  key: 'a|in||latency_p95',
  service: 'a',
  direction: 'in',
  peer: '',
  metric: 'latency_p95',
  unit: 's',
  signal: 'latency',
  worse: 'up',
} as const;
const warmth = { ready: true, share: 1, remainingS: 0 };
const rows = Array.from({ length: 1000 }, (_, i) => ({
  time: i * 2000,
  value: i === 777 ? 9 : i % 100 === 50 ? Number.NaN : 1,
  expected: 1,
  lower: 0.5,
  upper: 2,
  alert: i === 777 ? 1 : 0,
}));

it('thins rows to the number asked for and never loses a spike or an alert', () => {
  const band = bandRange(series, warmth, rows, 100, 2);
  expect(band.time).toHaveLength(100);
  expect(band.stepS).toBe(20);
  expect(Math.max(...band.value.map((value) => value ?? 0))).toBe(9);
  expect(band.alert.filter((alert) => alert === 1)).toHaveLength(1);
});

it('gives every row where there are few, and null for what is missing', () => {
  const band = bandRange(series, warmth, rows.slice(40, 60), 100, 2);
  expect(band.time).toHaveLength(20);
  expect(band.value[10]).toBeNull();
  expect(BandRange.parse(band)).toEqual(band);
});

it('is empty without rows', () => {
  expect(bandRange(series, warmth, [], 100, 0)).toMatchObject({ time: [], value: [], stepS: 1 });
});
