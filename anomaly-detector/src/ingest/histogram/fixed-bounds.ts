import type { HistogramPoint } from './histogram-point.ts';

/** From a millisecond to two minutes, each by the root of two above the last: what exponential buckets are told in. */
const grid: readonly number[] = Array.from({ length: 35 }, (_, step) => 0.001 * 2 ** (step / 2));

const isExponential = ({ layout }: HistogramPoint): boolean =>
  !layout.startsWith('explicit:') && !layout.startsWith('-53:');

/** Upper bounds that stay the same from one point to the next, and values at or below each. */
export function cumulativeOf(point: HistogramPoint): Map<number, number> {
  const bounds = isExponential(point) ? grid : point.upper;
  const cumulative = new Map<number, number>();
  for (const bound of bounds)
    if (bound !== Number.POSITIVE_INFINITY) cumulative.set(bound, countUpTo(point, bound));
  cumulative.set(Number.POSITIVE_INFINITY, countUpTo(point, Number.POSITIVE_INFINITY));
  return cumulative;
}

/** Values at or below a bound, a bucket that reaches over it counted by the share of it that lies below. */
function countUpTo({ lower, upper, counts }: HistogramPoint, bound: number): number {
  let sum = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const [from, to, count] = [lower[bucket]!, upper[bucket]!, counts[bucket]!];
    if (to <= bound) sum += count;
    else if (from < bound && Number.isFinite(to) && Number.isFinite(from))
      sum += (count * (bound - from)) / (to - from);
  }
  return sum;
}
