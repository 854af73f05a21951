import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { prefixedHash } from './murmur-hash.ts';

const require = createRequire(import.meta.url);
/** What `unleash-client` hashes with. */
const { normalizedStrategyValue, normalizedVariantValue } =
  require('unleash-client/lib/strategy/util.js') as {
    normalizedStrategyValue(id: string, groupId: string): number;
    normalizedVariantValue(id: string, groupId: string, normalizer: number): number;
  };

/** Texts of every length, so that prefix and text meet at every offset within a block; among them wide letters. */
const texts = Array.from({ length: 40 }, (_, length) => 'aé漢😀z9-'.repeat(8).slice(0, length));

test('known answers of MurmurHash3', () => {
  expect(prefixedHash('', 0)('') >>> 0).toBe(0);
  expect(prefixedHash('hello, ', 0)('world') >>> 0).toBe(0x149bbb7f);
  expect(prefixedHash('', 0)('The quick brown fox jumps over the lazy dog') >>> 0).toBe(0x2e4ff723);
});

test.each(texts)('with the prefix "%s" it is the hash of unleash-client', (prefix) => {
  const strategy = prefixedHash(`${prefix}:`, 0);
  const variant = prefixedHash(`${prefix}:`, 86028157);
  for (const text of texts) {
    expect(((strategy(text) >>> 0) % 100) + 1).toBe(normalizedStrategyValue(text, prefix));
    expect(((variant(text) >>> 0) % 99_991) + 1).toBe(normalizedVariantValue(text, prefix, 99_991));
  }
});
