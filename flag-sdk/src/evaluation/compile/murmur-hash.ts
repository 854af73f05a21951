/** MurmurHash3 x86 32 bit of a prefix and a text, as a signed whole number of 32 bits. */
export type PrefixedHash = (text: string) => number;

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

const mixBlock = (block: number): number => {
  const mixed = Math.imul(block, C1);
  return Math.imul((mixed << 15) | (mixed >>> 17), C2);
};

const addBlock = (hash: number, block: number): number => {
  const mixed = hash ^ mixBlock(block);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
};

const finish = (hash: number): number => {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

/**
 * Hashes `prefix` once, so that a call costs only the text after it and joins no strings. Like the `murmurhash3js`
 * that every Node service with Unleash hashes with, it takes the low byte of each UTF-16 unit. Time is linear in the text.
 * Source: Austin Appleby, MurmurHash3 (public domain); `(prefixedHash('', 0)('') >>> 0) === 0`.
 */
export const prefixedHash = (prefix: string, seed: number): PrefixedHash => {
  let startHash = seed;
  let startBlock = 0;
  let startShift = 0;
  for (let index = 0; index < prefix.length; index += 1) {
    startBlock |= (prefix.charCodeAt(index) & 0xff) << startShift;
    startShift += 8;
    if (startShift < 32) continue;
    startHash = addBlock(startHash, startBlock);
    startBlock = 0;
    startShift = 0;
  }
  const prefixLength = prefix.length;

  return (text) => {
    const { length } = text;
    const whole = length - (length % 4);
    let hash = startHash;
    let block = startBlock;
    let index = 0;
    for (; index < whole; index += 4) {
      const four =
        (text.charCodeAt(index) & 0xff) |
        ((text.charCodeAt(index + 1) & 0xff) << 8) |
        ((text.charCodeAt(index + 2) & 0xff) << 16) |
        ((text.charCodeAt(index + 3) & 0xff) << 24);
      hash = addBlock(hash, block | (four << startShift));
      block = startShift === 0 ? 0 : four >>> (32 - startShift);
    }
    let shift = startShift;
    for (; index < length; index += 1) {
      block |= (text.charCodeAt(index) & 0xff) << shift;
      shift += 8;
      if (shift < 32) continue;
      hash = addBlock(hash, block);
      block = 0;
      shift = 0;
    }
    if (shift > 0) hash ^= mixBlock(block);
    return finish(hash ^ (prefixLength + length));
  };
};
