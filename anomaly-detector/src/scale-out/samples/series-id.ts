/** Java's seed: with it the partition of a series is the one that every Kafka client computes for its key. */
const partitionSeed = 0x9747b28c;
const lowSeed = 0x2f0b4c47;
const highSeed = 0x51ed2701;
const mix = 0x5bd1e995;

/** Murmur2 of 32 bits as Kafka's clients compute it, as a signed number. Source: org.apache.kafka.common.utils.Utils. */
export function murmur2(bytes: Uint8Array, seed = partitionSeed): number {
  const { length } = bytes;
  let hash = seed ^ length;
  const whole = length - (length % 4);
  for (let at = 0; at < whole; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, mix);
    word ^= word >>> 24;
    hash = Math.imul(hash, mix) ^ Math.imul(word, mix);
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, mix);
  }
  hash = Math.imul(hash ^ (hash >>> 13), mix);
  return hash ^ (hash >>> 15);
}

/** Where a series lives, and by which number messages of its partition refer to it. */
export type SeriesPlace = { partition: number; id: number };

/**
 * The place of a series by its key. The id has 53 bits, so that it is exact as a double; of 10 million series on 64
 * partitions two share one with a chance of one in ten thousand, and then the second is told and not learnt.
 */
export function placeOf(key: string, partitions: number): SeriesPlace {
  const bytes = Buffer.from(key);
  const high = murmur2(bytes, highSeed) >>> 11;
  return {
    partition: (murmur2(bytes) & 0x7fffffff) % partitions,
    id: high * 0x1_0000_0000 + (murmur2(bytes, lowSeed) >>> 0),
  };
}
