import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import type { BandRange } from '../contract/index.ts';
import { thinBand } from './thin-band.ts';

const rows: [number, number | null, number][] = [
  [0, 10, 0],
  [2_000, 14, 0],
  [4_000, null, 1],
  [10_000, null, 0],
  [22_000, 3, 0],
  [24_000, 11, 1],
];
const band: BandRange = {
  series: plainSeries('a'),
  warmth: { ready: true, share: 1, remainingS: 0 },
  stepS: 2,
  time: rows.map(([time]) => time),
  value: rows.map(([, value]) => value),
  expected: rows.map(() => 10),
  lower: rows.map(() => 8),
  upper: rows.map(() => 12),
  alert: rows.map(([, , alert]) => alert),
};

it('keeps of each step the row furthest from what was expected, and that there was an alert', () => {
  expect(thinBand(band, 10_000)).toMatchObject({
    stepS: 10,
    time: [2_000, 10_000, 22_000],
    value: [14, null, 3],
    alert: [1, 0, 1],
  });
});

it('leaves rows be that are further apart than the step', () => {
  expect(thinBand(band, 1_000)).toEqual({ ...band, stepS: 1 });
});
