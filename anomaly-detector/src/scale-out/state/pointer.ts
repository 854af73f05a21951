import { z } from 'zod';

/** Where a whole snapshot lies in the state topic. */
const StoredSnapshot = z.object({
  id: z.string(),
  chunks: z.number().int().positive(),
  checksum: z.string(),
  /** Offsets of the first and the last piece, in the partition of the same number. */
  first: z.number().int().nonnegative(),
  last: z.number().int().nonnegative(),
});
export type StoredSnapshot = z.infer<typeof StoredSnapshot>;

/** What is stored with the offset of a partition, in one write. The offset is the first message that the snapshot does not contain. */
const Pointer = z.object({
  layout: z.string(),
  /** Partitions of the topic: with another number a series would live elsewhere. */
  partitions: z.number().int().positive(),
  /** Grows each time that learning begins anew. */
  epoch: z.number().int().nonnegative(),
  /** Null: nothing had been learnt at the offset. */
  snapshot: StoredSnapshot.nullable(),
});
export type Pointer = z.infer<typeof Pointer>;

/** A pointer as the metadata of a committed offset: some 250 bytes of the 4096 that a broker takes. */
export const encodePointer = (pointer: Pointer): string => JSON.stringify(pointer);

/** The pointer in the metadata of a committed offset; null where there is none. */
export function decodePointer(metadata: string | null): Pointer | null {
  if (metadata === null || metadata === '') return null;
  try {
    return Pointer.parse(JSON.parse(metadata));
  } catch {
    return null;
  }
}
