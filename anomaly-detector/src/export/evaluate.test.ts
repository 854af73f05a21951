import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import type { BandRange } from '../contract/index.ts';
import { evaluate } from './evaluate.ts';

const minuteMs = 60_000;
const band: BandRange = {
  series: plainSeries('a'),
  warmth: { ready: true, share: 1, remainingS: 0 },
  stepS: 60,
  time: [0, minuteMs, 2 * minuteMs],
  value: [1, null, 3],
  expected: [1, 1, 1],
  lower: [0, 0, 0],
  upper: [2, 2, 2],
  alert: [0, 0, 1],
};

it('gives at each step the latest row, for up to five minutes', () => {
  const range = { from: -minuteMs, to: 8 * minuteMs, stepMs: 1.5 * minuteMs };
  expect(evaluate(band, 'breakwater_value', range)).toEqual([
    [30, '1'],
    [120, '3'],
    [210, '3'],
    [300, '3'],
    [390, '3'],
  ]);
  expect(evaluate(band, 'breakwater_alerting', { from: 0, to: 2 * minuteMs, stepMs: 2 * minuteMs })).toEqual([
    [0, '0'],
    [120, '1'],
  ]);
});
