import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Contender, median } from './measure.ts';

/** The collector of garbage, which Node hides unless it is asked for. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/**
 * Bytes of heap that one call allocates: the growth over `times` calls, which have to fit between two collections; the median of
 * nine tries, for whatever else runs adds, and a collection in the middle takes away.
 */
export const bytesPerCall = (contender: Contender, times: number): number => {
  const collect = collector();
  contender(times);
  const grown = Array.from({ length: 9 }, () => {
    collect();
    const before = process.memoryUsage().heapUsed;
    contender(times);
    return process.memoryUsage().heapUsed - before;
  });
  return Math.max(0, median(grown)) / times;
};
