import { formatValue } from '../lib/numbers.ts';

/** The words under the time axis, in UTC on a 24-hour clock; midnight is told by its date. Epoch milliseconds in. */
export function timeTicks(splits: readonly number[]): string[] {
  const step = splits.length > 1 ? splits[1]! - splits[0]! : 60_000;
  return splits.map((split) => {
    const iso = new Date(split).toISOString();
    if (step >= 86_400_000 || iso.slice(11, 23) === '00:00:00.000') return iso.slice(5, 10);
    return step < 60_000 ? iso.slice(11, 19) : iso.slice(11, 16);
  });
}

/**
 * How far apart words under the time axis stand at least, in pixels, where `spanMs` is drawn over `width`. Words with
 * seconds, which stand under steps below a minute, need more room.
 */
export function timeTickSpace(spanMs: number, width: number): number {
  const short = 48;
  return (spanMs / width) * short > 30_000 ? short : 76;
}

/** The word beside the value axis; zero needs no unit. */
export function valueTick(value: number, unit: string): string {
  return value === 0 ? '0' : formatValue(value, unit);
}
