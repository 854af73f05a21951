import { compressSync, uncompressSync } from 'lz4-napi';

const raw = 0;
const lz4 = 1;

/** Values from this size in bytes on are stored compressed. */
export const compressFrom = 1024;

/** JSON as the read model keeps it: one byte that tells the coding, then the bytes, LZ4 from 1 KB on. */
export function encodeStored(json: Buffer): Buffer {
  return json.length < compressFrom
    ? Buffer.concat([Buffer.of(raw), json])
    : Buffer.concat([Buffer.of(lz4), compressSync(json)]);
}

/** The JSON bytes of a stored value. Throws where the coding is unknown. */
export function decodeStored(stored: Buffer): Buffer {
  switch (stored[0]) {
    case raw:
      return stored.subarray(1);
    case lz4:
      return uncompressSync(stored.subarray(1));
    default:
      throw new Error(`Expected a stored view of coding 0 or 1, got ${stored[0]}: clear the read model.`);
  }
}
