import { expect, it } from 'vitest';
import { Counters } from './counter.ts';

function round(
  counters: Counters,
  values: Record<string, number>,
  restarted = false,
): Record<string, number> {
  counters.begin(restarted);
  const increments = Object.entries(values).map(([id, value]) => [id, counters.increment(id, value)]);
  counters.end();
  return Object.fromEntries(increments);
}

it('knows nothing of the first round, then gives increments', () => {
  const counters = new Counters();
  expect(round(counters, { a: 100 })).toEqual({ a: Number.NaN });
  expect(round(counters, { a: 130 })).toEqual({ a: 30 });
  expect(round(counters, { a: 130 })).toEqual({ a: 0 });
});

it('counts a new series from zero', () => {
  const counters = new Counters();
  round(counters, { a: 100 });
  expect(round(counters, { a: 100, b: 7 })).toEqual({ a: 0, b: 7 });
});

it('counts from zero after a fall and after a restart', () => {
  const counters = new Counters();
  round(counters, { a: 100, b: 1 });
  expect(round(counters, { a: 5, b: 2 })).toEqual({ a: 5, b: 1 });
  expect(round(counters, { a: 9, b: 30 }, true)).toEqual({ a: 9, b: 30 });
});
