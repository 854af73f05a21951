import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { floatStride, wideStride } from '../../baseline/layout.ts';
import { Acceptance } from '../../contract/index.ts';
import type { PartitionSnapshot } from './partition-learner.ts';

/** Names how state is laid out: what was stored by another layout cannot be taken over. */
export const stateLayout = `7:${floatStride}:${wideStride}`;

/** Room that a record of the broker leaves for its value: its own limit is a mebibyte. */
const chunkBytes = 900_000;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
/** The quickest level: it halves a state, and a broker takes longer to store a byte than this takes to save one. */
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Encodes what a partition has learnt, as it is at the call; compressed on another thread. */
export const encodeState = (snapshot: PartitionSnapshot): Promise<Buffer> =>
  compress(serialize(snapshot), level);

/** Decodes what `encodeState` made. */
export const decodeState = async (bytes: Buffer): Promise<PartitionSnapshot> =>
  deserialize(await decompress(bytes)) as PartitionSnapshot;

/** What people have said, out of a state of any layout; nothing where it is none, and without what cannot be read. */
export async function acceptedIn(bytes: Buffer): Promise<Acceptance[]> {
  const state: unknown = await decodeState(bytes).catch(() => null);
  const parsed = z.object({ accepted: z.array(z.unknown()) }).safeParse(state);
  return (parsed.data?.accepted ?? []).flatMap((each) => Acceptance.safeParse(each).data ?? []);
}

/** By what a snapshot is known to be whole. */
export const checksumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Cuts a snapshot into pieces that a record can hold. */
export function toChunks(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes)
    chunks.push(bytes.subarray(from, from + chunkBytes));
  return chunks;
}

/** A snapshot as it was cut, or null where a piece is missing or the whole is not what the checksum says. */
export function fromChunks(chunks: readonly (Buffer | undefined)[], checksum: string): Buffer | null {
  const present = chunks.filter((chunk) => chunk !== undefined);
  if (present.length !== chunks.length) return null;
  const whole = Buffer.concat(present);
  return checksumOf(whole) === checksum ? whole : null;
}
