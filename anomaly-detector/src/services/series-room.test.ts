import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { withinRoom } from './series-room.ts';

const readingOf = (key: string, at: number) => ({
  series: plainSeries(key),
  at,
  value: 1,
  count: Number.NaN,
});

it('lets known series and new ones up to the limit through, each with all of its readings', () => {
  const room = { most: 3, count: () => 2, has: (key: string) => key === 'a' || key === 'b' };
  const readings = ['a', 'c', 'd', 'c', 'b', 'd'].map(readingOf);
  expect(withinRoom(readings, room).map(({ series }) => series.key)).toEqual(['a', 'c', 'c', 'b']);
});
