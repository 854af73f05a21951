import { expect, it } from 'vitest';
import { readinessOf } from './readiness.ts';

const warmth = { ready: false, share: 0.25, remainingS: 90 };

it.each([
  ['the rows that are missing', 3, 0, 'the series are 25 % warm, about 90 s of data to go'],
  ['the first series', 0, 0, 'no series has come yet'],
  ['a worker', 3, 2, '2 partitions are held by no worker: start one, or wait until one has taken them over'],
  ['one', 3, 1, '1 partition is held by no worker: start one, or wait until one has taken it over'],
])('says that it waits for %s', (_, series, orphans, words) => {
  expect(readinessOf(warmth, series, orphans)).toEqual({
    warmth,
    waitingFor: expect.stringContaining(words),
  });
});

it('waits for nothing once it is warm', () => {
  const warm = { ready: true, share: 1, remainingS: 0 };
  expect(readinessOf(warm, 3)).toEqual({ warmth: warm });
});
