import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { floatStride, wideStride } from '../../baseline/layout.ts';
import type { PartitionSnapshot } from './partition-learner.ts';

/** Names how state is laid out: what was stored by another layout cannot be taken over. */
export const stateLayout = `1:${floatStride}:${wideStride}`;

/** Room that a record of the broker leaves for its value: its own limit is a mebibyte. */
const chunkBytes = 900_000;

/** Encodes what a partition has learnt. */
export const encodeState = (snapshot: PartitionSnapshot): Buffer => serialize(snapshot);

/** Decodes what `encodeState` made. */
export const decodeState = (bytes: Buffer): PartitionSnapshot => deserialize(bytes) as PartitionSnapshot;

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
