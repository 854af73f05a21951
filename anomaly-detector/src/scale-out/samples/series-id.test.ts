import { describe, expect, it } from 'vitest';
import { murmur2, placeOf } from './series-id.ts';

describe('murmur2', () => {
  // The answers of Kafka's own UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as other Kafka clients do', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});

describe('placeOf', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `http_requests_total{instance="host-${index}"}`);

  it('spreads series evenly', () => {
    const counts = new Array<number>(8).fill(0);
    for (const key of keys) counts[placeOf(key, 8).partition]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(2300);
  });

  it('gives each series an id of its own that a double holds exactly', () => {
    const ids = new Set(keys.map((key) => placeOf(key, 8).id));
    expect(ids.size).toBe(keys.length);
    expect([...ids].every((id) => Number.isSafeInteger(id))).toBe(true);
  });
});
