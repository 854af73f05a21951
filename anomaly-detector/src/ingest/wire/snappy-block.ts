import { IngestError } from '../ingest-error.ts';

/** A copy of three bytes gives 64 at most: a block that promises more than this many times its size is none. */
const mostGrowth = 22;

/** Up to this length a loop is faster than the call that copies. */
const shortBytes = 24;

/**
 * Decompresses a snappy block (not the framed format). Every length is checked before it is followed, so that no input,
 * however malformed, costs more than its own size. `room` gives at least as many bytes as it is asked for, of which the
 * result is the beginning; `remedy` is what else helps where the limit is passed. Throws {@link IngestError}. Source: google/snappy, format_description.txt.
 */
export function decompressSnappy(
  block: Uint8Array,
  mostBytes: number,
  room: (size: number) => Uint8Array = (size) => new Uint8Array(size),
  remedy = '',
): Uint8Array {
  const { size, start } = readSize(block);
  if (size > mostBytes) throw tooLarge(size, mostBytes, remedy);
  if (size > block.length * mostGrowth)
    throw malformed(block, `it promises ${size} bytes, more than it can hold`);
  const out = room(size);
  let at = start;
  let written = 0;
  while (at < block.length) {
    const tag = block[at]!;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >>> 2;
      const bytes = short < 60 ? 0 : short - 59;
      const length = bytes === 0 ? short + 1 : readLittleEndian(block, at + 1, bytes) + 1;
      const from = at + 1 + bytes;
      if (from + length > block.length || written + length > size)
        throw malformed(block, 'a literal runs over its end');
      copy(block, from, out, written, length);
      at = from + length;
      written += length;
    } else {
      const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
      const offset = readOffset(block, at, tag, kind);
      if (offset === 0 || offset > written || written + length > size)
        throw malformed(block, 'a copy points outside');
      repeat(out, written - offset, written, length, offset);
      at += kind === 3 ? 5 : kind + 1;
      written += length;
    }
  }
  if (written !== size) throw malformed(block, `it promises ${size} bytes and holds ${written}`);
  return out.length === size ? out : out.subarray(0, size);
}

function readSize(block: Uint8Array): { size: number; start: number } {
  let size = 0;
  for (let at = 0; at < Math.min(5, block.length); at += 1) {
    size += (block[at]! & 0x7f) * 2 ** (7 * at);
    if (block[at]! < 0x80) return { size, start: at + 1 };
  }
  throw malformed(block, 'its size is not written in full');
}

function readOffset(block: Uint8Array, at: number, tag: number, kind: number): number {
  if (at + (kind === 3 ? 4 : kind) >= block.length) throw malformed(block, 'it ends inside a length');
  if (kind === 1) return ((tag >>> 5) << 8) | block[at + 1]!;
  if (kind === 2) return block[at + 1]! | (block[at + 2]! << 8);
  return readLittleEndian(block, at + 1, 4);
}

function readLittleEndian(block: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > block.length) throw malformed(block, 'it ends inside a length');
  let value = 0;
  for (let i = bytes - 1; i >= 0; i -= 1) value = value * 256 + block[at + i]!;
  return value;
}

function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (length > shortBytes) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i += 1) to[at + i] = from[start + i]!;
}

/** A copy may reach into what it writes itself: then it repeats. */
function repeat(out: Uint8Array, from: number, to: number, length: number, offset: number): void {
  if (offset >= length && length > shortBytes) out.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i += 1) out[to + i] = out[from + i]!;
}

const malformed = (block: Uint8Array, why: string): IngestError =>
  new IngestError(
    'snappy_malformed',
    `expected a snappy block, got ${block.length} bytes that are none: ${why}`,
  );

const tooLarge = (size: number, most: number, remedy: string): IngestError =>
  new IngestError(
    'body_too_large',
    `expected a body of at most ${most} bytes once decompressed, got one of ${size}: send fewer samples at once${remedy}`,
  );
