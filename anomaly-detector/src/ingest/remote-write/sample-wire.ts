import { type Batch, staleMark } from '../series/batch.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { isStale } from './stale.ts';

const field = { value: 0x09, timestamp: 0x10, startTimestamp: 0x18 } as const;

/** Reads a `Sample` up to `end`; the same message in both versions of remote write, the last field in the second only. */
export function readSample(reader: WireReader, end: number, batch: Batch): void {
  let at = 0;
  let value = 0;
  let startedAt = 0;
  let hasEnded = false;
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag === field.value) {
      value = reader.double();
      hasEnded = isStale(reader, value);
    } else if (tag === field.timestamp) at = reader.int64();
    else if (tag === field.startTimestamp) startedAt = reader.int64();
    else reader.skip(tag, end);
  }
  if (reader.at !== end) throw reader.malformed('a sample that runs over its end');
  batch.add(at, value, hasEnded ? staleMark : startedAt);
}
