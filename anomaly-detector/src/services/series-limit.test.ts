import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { SeriesLimit } from './series-limit.ts';

const hourMs = 3_600_000;
const readingOf = (key: string, at: number) => ({
  series: plainSeries(key),
  at,
  value: 1,
  count: Number.NaN,
});

it('lets known series and new ones up to the limit through, and forgets what fell silent', () => {
  const limit = new SeriesLimit(3);
  const pass = (keys: string[], now: number) =>
    limit
      .admit(keys.map(readingOf), now)
      .map(({ series }) => series.key)
      .join('');
  expect(pass(['a', 'b'], 0)).toBe('ab');
  limit.forget(hourMs, 2 * hourMs);
  expect(pass(['b', 'c', 'd', 'c', 'a', 'd'], hourMs)).toBe('bcca');
  expect(pass(['a', 'c'], 1.5 * hourMs)).toBe('ac');
  limit.forget(1.5 * hourMs, 2 * hourMs);
  expect(pass(['d', 'e'], 1.5 * hourMs)).toBe('d');
});
