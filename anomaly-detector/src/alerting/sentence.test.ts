import { expect, it } from 'vitest';
import { hourOf, sentenceOf } from './sentence.ts';

const seen = {
  kind: 'shift' as const,
  value: 0.84,
  extreme: 0.84,
  lower: 0.02,
  upper: 0.045,
  lastedMs: 12_000,
  hasEnded: false,
};

const queue = { service: 'order', direction: 'self', peer: '', metric: 'queue_size', unit: '' } as const;

it('says what, where, how far, and for how long', () => {
  const series = {
    service: 'gateway',
    direction: 'out',
    peer: 'recommendation',
    metric: 'latency_p95',
    unit: 's',
  } as const;
  expect(sentenceOf(series, seen)).toBe(
    'p95 of gateway -> recommendation is 840 ms, expected 20-45 ms, for 12 s',
  );
});

it('speaks of the past once it has ended', () => {
  const series = { service: 'order', direction: 'in', peer: '', metric: 'error_ratio', unit: '1' } as const;
  const text = sentenceOf(series, {
    ...seen,
    value: 0.3,
    extreme: 0.3,
    lower: 0,
    upper: 0.02,
    hasEnded: true,
  });
  expect(text).toBe('error ratio of order was 30 %, expected 0-2 %, for 12 s');
});

it('tells the worst value, whichever way, and not the last one', () => {
  const worse = { ...seen, value: 70, extreme: 90, lower: 38, upper: 65 };
  expect(sentenceOf(queue, worse)).toBe('queue size of order was up to 90, expected 38-65, for 12 s');
  expect(sentenceOf(queue, { ...worse, value: 30, extreme: 3, hasEnded: true })).toBe(
    'queue size of order was down to 3, expected 38-65, for 12 s',
  );
});

it('names the hour where the band depends on it', () => {
  const series = {
    service: 'order',
    direction: 'out',
    peer: 'payment',
    metric: 'latency_p95',
    unit: 's',
  } as const;
  expect(sentenceOf(series, { ...seen, hour: hourOf(Date.parse('2026-11-20T14:35:00Z')) })).toBe(
    'p95 of order -> payment is 840 ms, expected 20-45 ms at this hour (Fri 14:00 UTC), for 12 s',
  );
});

it('names the caller of an inbound edge', () => {
  const series = {
    service: 'order',
    direction: 'in',
    peer: 'gateway',
    metric: 'queue_depth',
    unit: '',
  } as const;
  expect(sentenceOf(series, { ...seen, value: 9, extreme: 9, lower: 1, upper: 2 })).toContain(
    'queue depth of gateway -> order is 9',
  );
});

it('says of scatter and of silence what they are, as a value says little of them', () => {
  const inside = { ...seen, value: 94, extreme: 94, lower: 38, upper: 100 };
  expect(sentenceOf(queue, { ...inside, kind: 'spread' })).toBe(
    'queue size of order scatters unusually, now 94, expected 38-100, for 12 s',
  );
  expect(sentenceOf(queue, { ...inside, kind: 'spread', hasEnded: true })).toBe(
    'queue size of order scattered unusually, last 94, expected 38-100, for 12 s',
  );
  expect(sentenceOf(queue, { ...inside, kind: 'gap' })).toBe(
    'queue size of order has no values, expected 38-100, for 12 s',
  );
  expect(sentenceOf(queue, { ...inside, kind: 'gap', hasEnded: true })).toContain('had no values');
});

it('leaves out a duration of nothing', () => {
  expect(sentenceOf(queue, { ...seen, value: 89, extreme: 89, lower: 38, upper: 65, lastedMs: 0 })).toBe(
    'queue size of order is 89, expected 38-65',
  );
});
