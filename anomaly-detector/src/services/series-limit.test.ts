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
      .admit(keys.map(readingOf), now, 60_000)
      .map(({ series }) => series.key)
      .join('');
  expect(pass(['a', 'b'], 0)).toBe('ab');
  limit.forget(hourMs, 2 * hourMs);
  expect(pass(['b', 'c', 'd', 'c', 'a', 'd'], hourMs)).toBe('bcca');
  expect(pass(['a', 'c'], 1.5 * hourMs)).toBe('ac');
  limit.forget(1.5 * hourMs, 2 * hourMs);
  expect(pass(['d', 'e'], 1.5 * hourMs)).toBe('d');
});

it('holds what is asked for rarely to the limit, and gives the place of what was missing three times running', () => {
  const limit = new SeriesLimit(2);
  const passed = Array.from({ length: 8 }, (_, round) => {
    const now = round * 0.5 * hourMs;
    // From the fifth on the first two are gone.
    const keys = round < 4 ? ['d', 'c', 'b', 'a'].slice(0, round + 1) : ['b', 'a'];
    const kept = limit.admit(keys.map(readingOf), now, 0.5 * hourMs);
    for (let minute = 1; minute < 30; minute += 1) limit.forget(now + minute * 60_000, 168 * hourMs);
    return kept.map(({ series }) => series.key).join('');
  });
  expect(passed).toEqual(['d', 'dc', 'dc', 'dc', '', '', '', 'ba']);
});
