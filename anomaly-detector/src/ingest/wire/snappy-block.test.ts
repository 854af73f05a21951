import snappy from 'snappyjs';
import { describe, expect, it, vi } from 'vitest';
import { randomSource } from '../../../test/random.ts';
import { decompressSnappy } from './snappy-block.ts';

const most = 1 << 20;

describe('decompressSnappy', () => {
  it.each([0, 1, 59, 60, 61, 255, 256, 5_000, 70_000, 300_000])('gives back %i random bytes', (size) => {
    const random = randomSource(size);
    const bytes = Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
    expect(decompressSnappy(snappy.compress(bytes), most)).toEqual(bytes);
  });

  it.each([1, 2, 3, 7, 100])('gives back what repeats every %i bytes', (period) => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i % period) * 31);
    expect(decompressSnappy(snappy.compress(bytes), most)).toEqual(bytes);
  });

  it.each([
    ['an endless size', [0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['a literal whose length would be negative in 32 bits', [4, 0xfc, 0xf0, 0xff, 0xff, 0xff, 1, 2, 3, 4]],
    ['a copy from before the beginning', [4, 0x01, 0x05]],
    ['a copy of distance zero', [8, 0x00, 65, 0x01, 0x00]],
    ['more than it promises', [1, 0x04, 65, 66]],
    ['less than it promises', [9, 0x04, 65, 66]],
    ['a cut length', [200, 1, 0xf4, 1]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decompressSnappy(Uint8Array.from(bytes), most)).toThrow('expected a snappy block');
  });

  it('refuses a size beyond the limit before it makes room', () => {
    const room = vi.fn();
    const promise = Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
    expect(() => decompressSnappy(promise, most, room)).toThrow('at most 1048576 bytes');
    expect(room).not.toHaveBeenCalled();
  });

  it('writes into the room that it is given', () => {
    const room = new Uint8Array(100).fill(7);
    const out = decompressSnappy(snappy.compress(Uint8Array.from([1, 2, 3])), most, () => room);
    expect([out, out.buffer === room.buffer]).toEqual([Uint8Array.from([1, 2, 3]), true]);
  });
});
