import { describe, expect, test } from 'vitest';
import { compressFrom, decodeStored, encodeStored } from './stored-view.ts';

describe('a stored view', () => {
  test.each([0, 1, compressFrom - 1, compressFrom, 50_000])('of %i bytes comes back as it was', (length) => {
    const json = Buffer.from('{"a":1}'.repeat(length).slice(0, length));
    expect(decodeStored(encodeStored(json)).equals(json)).toBe(true);
  });

  test('is compressed from 1 KB on, and stored as it is below', () => {
    const small = Buffer.alloc(compressFrom - 1, 'x');
    const large = Buffer.alloc(compressFrom, 'x');
    expect(encodeStored(small)).toHaveLength(compressFrom);
    expect(encodeStored(large).length).toBeLessThan(100);
  });

  test('of an unknown coding is refused', () => {
    expect(() => decodeStored(Buffer.of(7, 1, 2))).toThrow('got 7');
  });
});
