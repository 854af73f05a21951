import { expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { TaughtUpTo } from './taught-up-to.ts';

const readingOf = (key: string, at: number) => ({
  series: plainSeries(key, { metric: key.split('{')[0]! }),
  at,
  value: 1,
  count: Number.NaN,
});

it('knows the newest reading of the series of each query, also after a restart', () => {
  const taught = new TaughtUpTo();
  taught.note([readingOf('pods{a="1"}', 5), readingOf('pods{a="2"}', 9), readingOf('queue{}', 7)]);
  taught.note([readingOf('pods{a="1"}', 6)]);
  const next = new TaughtUpTo();
  next.restore(JSON.parse(JSON.stringify(taught.snapshot())));
  expect(['pods{', 'queue{', 'other{'].map((start) => next.of(start))).toEqual([9, 7, 0]);
  expect(() => next.restore({ pods: 'soon' })).toThrow();
});
