import { describe, expect, test } from 'vitest';
import { rateLimitFrom } from './rate-limit.ts';

const limitOf = (kind: 'token_bucket' | 'sliding_window', perSecond: number, burst: number) =>
  rateLimitFrom({ kind, perSecond, burst })!;

const takenAt = (limit: ReturnType<typeof limitOf>, tries: number, now: number) =>
  Array.from({ length: tries }, () => limit.tryTake(now)).filter(Boolean).length;

test('no policy is no limit', () => {
  expect(rateLimitFrom(null)).toBeUndefined();
});

describe('token bucket', () => {
  test('allows the burst at once, then as many as drip in', () => {
    const limit = limitOf('token_bucket', 10, 5);
    expect(takenAt(limit, 50, 0)).toBe(5);
    expect(takenAt(limit, 50, 99)).toBe(0);
    expect(takenAt(limit, 50, 100)).toBe(1);
    expect(takenAt(limit, 50, 400)).toBe(3);
  });

  test('saves no more than the burst', () => {
    const limit = limitOf('token_bucket', 10, 5);
    takenAt(limit, 5, 0);
    expect(takenAt(limit, 50, 3_600_000)).toBe(5);
  });

  test('a clock that steps back gives nothing away and breaks nothing', () => {
    const limit = limitOf('token_bucket', 10, 1);
    expect(takenAt(limit, 5, 1_000)).toBe(1);
    expect(takenAt(limit, 5, 0)).toBe(0);
    expect(takenAt(limit, 5, 1_100)).toBe(1);
  });
});

describe('sliding window', () => {
  test('allows the burst in any span, wherever the span begins', () => {
    const limit = limitOf('sliding_window', 10, 10);
    const times: number[] = [];
    for (let now = 0; now < 5_000; now += 7) if (limit.tryTake(now)) times.push(now);
    for (const from of times) {
      expect(times.filter((time) => time >= from && time < from + 1_000).length).toBeLessThanOrEqual(10);
    }
    expect(times.length).toBeGreaterThanOrEqual(45);
  });

  test('a burst at the edge of a second does not count twice', () => {
    const limit = limitOf('sliding_window', 10, 10);
    expect(takenAt(limit, 50, 999)).toBe(10);
    expect(takenAt(limit, 50, 1_001)).toBe(0);
    expect(takenAt(limit, 50, 1_999)).toBe(10);
  });
});
