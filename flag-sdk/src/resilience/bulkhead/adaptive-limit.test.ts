import { expect, test } from 'vitest';
import { AdaptiveLimit } from './adaptive-limit.ts';

/** A dependency that serves `capacity` calls at once in 10 ms each, and makes the others queue. */
const latencyAt = (inUse: number, capacity: number) => 10 * Math.max(1, inUse / capacity);

const settleAt = (limit: AdaptiveLimit, capacity: number, calls = 20_000) => {
  for (let call = 0; call < calls; call += 1) {
    limit.sample(latencyAt(limit.limit, capacity), false, limit.limit);
  }
  return limit.limit;
};

test('keeps everything that is allowed while the dependency is fast', () => {
  const limit = new AdaptiveLimit(64);
  settleAt(limit, 1_000);
  expect(limit.limit).toBe(64);
});

test('shrinks towards what the dependency can bear, and grows again when it can bear more', () => {
  const limit = new AdaptiveLimit(100);
  for (let call = 0; call < 1_000; call += 1) limit.sample(10, false, 50);
  const shrunk = settleAt(limit, 20, 3_000);
  expect(shrunk).toBeLessThan(60);
  expect(shrunk).toBeGreaterThanOrEqual(10);
  expect(settleAt(limit, 1_000)).toBe(100);
});

test('shrinks when calls are cut off, though the others are fast, and never below a tenth', () => {
  const limit = new AdaptiveLimit(40);
  for (let call = 0; call < 40; call += 1) limit.sample(10, call === 0, 40);
  expect(limit.limit).toBe(36);
  for (let call = 0; call < 10_000; call += 1) limit.sample(10, true, 40);
  expect(limit.limit).toBe(4);
});

test('never leaves its bounds, whatever comes', () => {
  const limit = new AdaptiveLimit(30);
  for (let call = 0; call < 20_000; call += 1) {
    limit.sample(((call * 7919) % 997) / 3, call % 41 === 0, (call * 31) % 60);
    expect(limit.limit).toBeGreaterThanOrEqual(3);
    expect(limit.limit).toBeLessThanOrEqual(30);
  }
});

test('who uses little of the limit learns nothing about more', () => {
  const limit = new AdaptiveLimit(100);
  for (let call = 0; call < 10_000; call += 1) limit.sample(10, true, 100);
  for (let call = 0; call < 5_000; call += 1) limit.sample(10, false, 2);
  expect(limit.limit).toBe(10);
});

test('other bounds apply at once', () => {
  const limit = new AdaptiveLimit(100);
  limit.rebound(20);
  expect(limit.limit).toBe(20);
});
