import { createHash } from 'node:crypto';

/** Short stable name of a series: the same for each alert of it. 16 hexadecimal digits. */
export const fingerprintOf = (seriesKey: string): string =>
  createHash('sha256').update(seriesKey).digest('hex').slice(0, 16);
