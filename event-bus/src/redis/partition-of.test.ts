import { describe, expect, it } from 'vitest';
import { partitionOf } from './partition-of.ts';

describe('partitionOf', () => {
  it('keeps a key on its partition', () => {
    expect(partitionOf('order-17', 6)).toBe(partitionOf('order-17', 6));
  });

  it('meets the FNV-1a vectors', () => {
    expect(partitionOf('', 2 ** 32)).toBe(0x811c9dc5);
    expect(partitionOf('a', 2 ** 32)).toBe(0xe40c292c);
    expect(partitionOf('foobar', 2 ** 32)).toBe(0xbf9cf968);
  });

  it('spreads keys evenly enough to share work', () => {
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 6000; i += 1) counts[partitionOf(`order-${i}`, 6)]! += 1;
    for (const count of counts) expect(count).toBeGreaterThan(700);
  });
});
