const firstSlots = 1024;
const chunkBytes = 1 << 18;

const row = { hash: 0, length: 1, chunk: 2, offset: 3, size: 4 } as const;

/** Finds small numbers by bytes: an open-addressed hash table over an arena, without a string or an object per entry. */
export class ByteIndex {
  /** Entry + 1 by slot, 0 for an empty one. */
  #slots = new Int32Array(firstSlots);
  /** Of each entry its hash, its length, and where its bytes lie: together, as they are needed together. */
  #rows = new Int32Array((firstSlots / 2) * row.size);
  #chunks: Uint8Array[] = [];
  #chunkFilled = 0;
  #count = 0;
  /** The entry that was found last. */
  #found = -1;
  #seed: number;

  /** `seed` is any 32 bits that a sender cannot know, so that nobody can make entries collide. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  get count(): number {
    return this.#count;
  }

  /** The entry of bytes[from, to), or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    // Senders repeat themselves: after an entry mostly comes the one that came after it the first time.
    const guess = this.#found + 1;
    if (guess < this.#count && this.#isAt(guess, bytes, from, to)) {
      this.#found = guess;
      return guess;
    }
    const found = this.#search(bytes, from, to);
    if (found >= 0) this.#found = found;
    return found;
  }

  #search(bytes: Uint8Array, from: number, to: number): number {
    const hash = this.#hash(bytes, from, to);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0) return -1;
      if (this.#rows[entry * row.size + row.hash] === hash && this.#isAt(entry, bytes, from, to))
        return entry;
    }
  }

  /** Adds bytes[from, to), which must not be known yet, and returns its entry: 0, 1, 2, ... */
  add(bytes: Uint8Array, from: number, to: number): number {
    const entry = this.#count;
    if (entry * row.size === this.#rows.length) this.#grow();
    this.#count += 1;
    this.#rows[entry * row.size + row.hash] = this.#hash(bytes, from, to);
    this.#rows[entry * row.size + row.length] = to - from;
    this.#place(entry);
    this.#keep(entry, bytes, from, to);
    this.#found = entry;
    return entry;
  }

  /** An index of the same bytes where `keeps` says so, renumbered in the same order. */
  filtered(keeps: (entry: number) => boolean): ByteIndex {
    const next = new ByteIndex(this.#seed);
    for (let entry = 0; entry < this.#count; entry += 1) {
      if (!keeps(entry)) continue;
      const at = entry * row.size;
      const from = this.#rows[at + row.offset]!;
      next.add(this.#chunks[this.#rows[at + row.chunk]!]!, from, from + this.#rows[at + row.length]!);
    }
    return next;
  }

  #isAt(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
    const place = entry * row.size;
    if (this.#rows[place + row.length] !== to - from) return false;
    const chunk = this.#chunks[this.#rows[place + row.chunk]!]!;
    for (let at = from, kept = this.#rows[place + row.offset]!; at < to; at += 1, kept += 1) {
      if (chunk[kept] !== bytes[at]) return false;
    }
    return true;
  }

  /** Multiplies and rotates, four bytes at a time, as murmur3 does. */
  #hash(bytes: Uint8Array, from: number, to: number): number {
    let hash = this.#seed ^ (to - from);
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      hash = mix(hash, word);
    }
    let rest = 0;
    for (; at < to; at += 1) rest = (rest << 8) | bytes[at]!;
    hash = mix(hash, rest);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    return Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#rows[entry * row.size + row.hash]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
  }

  #keep(entry: number, bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const last = this.#chunks[this.#chunks.length - 1];
    if (last === undefined || this.#chunkFilled + length > last.length) {
      this.#chunks.push(new Uint8Array(Math.max(chunkBytes, length)));
      this.#chunkFilled = 0;
    }
    this.#chunks[this.#chunks.length - 1]!.set(bytes.subarray(from, to), this.#chunkFilled);
    this.#rows[entry * row.size + row.chunk] = this.#chunks.length - 1;
    this.#rows[entry * row.size + row.offset] = this.#chunkFilled;
    this.#chunkFilled += length;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    // Half full at most.
    this.#slots = new Int32Array((rows.length / row.size) * 2);
    for (let entry = 0; entry < this.#count; entry += 1) this.#place(entry);
  }
}

function mix(hash: number, word: number): number {
  const turned = Math.imul(word, 0xcc9e2d51);
  const next = hash ^ Math.imul((turned << 15) | (turned >>> 17), 0x1b873593);
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}
