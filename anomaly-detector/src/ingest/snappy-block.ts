import { IngestError } from './ingest-error.ts';

/** A copy of three bytes gives 64 at most: a block that promises more than this many times its size is none. */
const mostGrowth = 22;

/**
 * Decompresses a snappy block (not the framed format). Every length is checked before it is followed, so that no input,
 * however malformed, costs more than its own size. Throws {@link IngestError}. Source: google/snappy, format_description.txt.
 */
export function decompressSnappy(block: Uint8Array, mostBytes: number): Uint8Array {
  const { size, start } = readSize(block);
  if (size > mostBytes) throw malformed(block, `it promises ${size} bytes, at most ${mostBytes} are taken`);
  if (size > block.length * mostGrowth)
    throw malformed(block, `it promises ${size} bytes, more than it can hold`);
  const out = new Uint8Array(size);
  let at = start;
  let written = 0;
  while (at < block.length) {
    const tag = block[at]!;
    const kind = tag & 3;
    if (kind === 0) {
      const { length, from } = readLiteral(block, at, tag);
      if (from + length > block.length || written + length > size)
        throw malformed(block, 'a literal runs over its end');
      out.set(block.subarray(from, from + length), written);
      at = from + length;
      written += length;
    } else {
      const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
      const offset = readOffset(block, at, tag, kind);
      if (offset === 0 || offset > written || written + length > size)
        throw malformed(block, 'a copy points outside');
      copyWithin(out, written - offset, written, length, offset);
      at += kind === 3 ? 5 : kind + 1;
      written += length;
    }
  }
  if (written !== size) throw malformed(block, `it promises ${size} bytes and holds ${written}`);
  return out;
}

function readSize(block: Uint8Array): { size: number; start: number } {
  let size = 0;
  for (let at = 0; at < Math.min(5, block.length); at += 1) {
    size += (block[at]! & 0x7f) * 2 ** (7 * at);
    if (block[at]! < 0x80) return { size, start: at + 1 };
  }
  throw malformed(block, 'its size is not written in full');
}

function readLiteral(block: Uint8Array, at: number, tag: number): { length: number; from: number } {
  const short = tag >>> 2;
  if (short < 60) return { length: short + 1, from: at + 1 };
  const bytes = short - 59;
  return { length: readLittleEndian(block, at + 1, bytes) + 1, from: at + 1 + bytes };
}

function readOffset(block: Uint8Array, at: number, tag: number, kind: number): number {
  if (kind === 1) return ((tag >>> 5) << 8) + readLittleEndian(block, at + 1, 1);
  return readLittleEndian(block, at + 1, kind === 2 ? 2 : 4);
}

function readLittleEndian(block: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > block.length) throw malformed(block, 'it ends inside a length');
  let value = 0;
  for (let i = bytes - 1; i >= 0; i -= 1) value = value * 256 + block[at + i]!;
  return value;
}

/** A copy may reach into what it writes itself: then it repeats. */
function copyWithin(out: Uint8Array, from: number, to: number, length: number, offset: number): void {
  if (offset >= length) out.copyWithin(to, from, from + length);
  else for (let i = 0; i < length; i += 1) out[to + i] = out[from + i]!;
}

const malformed = (block: Uint8Array, why: string): IngestError =>
  new IngestError(
    'snappy_malformed',
    `expected a snappy block, got ${block.length} bytes that are none: ${why}`,
  );
