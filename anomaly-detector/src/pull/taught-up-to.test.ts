import { expect, it } from 'vitest';
import { TaughtUpTo } from './taught-up-to.ts';

it('knows the newest time that was noted of each query, also after a restart', () => {
  const taught = new TaughtUpTo();
  for (const [start, at] of [
    ['pods{', 9],
    ['queue{', 7],
    ['pods{', 6],
  ] as const)
    taught.note(start, at);
  const next = new TaughtUpTo();
  next.restore(JSON.parse(JSON.stringify(taught.snapshot())));
  expect(['pods{', 'queue{', 'other{'].map((start) => next.of(start))).toEqual([9, 7, 0]);
  expect(() => next.restore({ pods: 'soon' })).toThrow();
});
