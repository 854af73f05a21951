import type { WireReader } from '../wire/wire-reader.ts';

/** The NaN that Prometheus writes where a series has ended: 0x7ff0000000000002. Tells it from others by the bytes just read. */
export function isStale(reader: WireReader, value: number): boolean {
  if (!Number.isNaN(value)) return false;
  const { low, high } = reader.lastWords();
  return low === 2 && high === 0x7ff00000;
}
