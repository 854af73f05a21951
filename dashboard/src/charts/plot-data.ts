import type { BandRange } from '@breakwater/control-plane/contract';

/** The columns of a chart in the order in which they are drawn: time, upper, lower, expected, value. */
export type PlotData = [
  time: number[],
  upper: (number | null)[],
  lower: (number | null)[],
  expected: (number | null)[],
  value: (number | null)[],
];

/** Arranges a series with its band for drawing. */
export function toPlotData(range: BandRange): PlotData {
  return [range.time, range.upper, range.lower, range.expected, range.value];
}

/** A stretch of time during which an alert was held, in epoch milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** Joins neighbouring points that are in alert; a lone point lasts one step. */
export function alertStretches(range: Pick<BandRange, 'time' | 'alert' | 'stepS'>): Stretch[] {
  const stretches: Stretch[] = [];
  let current: Stretch | undefined;
  range.time.forEach((time, i) => {
    if (range.alert[i] !== 1) {
      current = undefined;
      return;
    }
    if (current) current.to = time + range.stepS * 1000;
    else {
      current = { from: time, to: time + range.stepS * 1000 };
      stretches.push(current);
    }
  });
  return stretches;
}

/** A band wider than this many times the values is cut off, or its early doubt would flatten the line. */
const widestBand = 3;

/** The ends of the value axis: from zero where nothing is below it, with room above. */
export function valueRange(
  range: Pick<BandRange, 'value' | 'expected' | 'lower' | 'upper'>,
  unit: string,
): [number, number] {
  const largest = (column: readonly (number | null)[]) =>
    column.reduce<number>(
      (max, one) => Math.max(max, one ?? Number.NEGATIVE_INFINITY),
      Number.NEGATIVE_INFINITY,
    );
  const smallest = (column: readonly (number | null)[]) =>
    column.reduce<number>(
      (min, one) => Math.min(min, one ?? Number.POSITIVE_INFINITY),
      Number.POSITIVE_INFINITY,
    );
  const top = Math.max(largest(range.value), largest(range.expected));
  const upper = largest(range.upper);
  const high = Number.isFinite(top) ? Math.max(top, Math.min(upper, top * widestBand)) : upper;
  const low = Math.min(0, smallest(range.value), smallest(range.expected));
  const least = unit === '1' ? 0.02 : unit === 's' ? 0.01 : 1;
  return [low, Math.max(Number.isFinite(high) ? high : 0, least) * 1.12];
}

/** The position of the last point that has a value; -1 where none has. */
export function lastKnown(value: readonly (number | null)[]): number {
  return value.findLastIndex((one) => one !== null);
}

/** The positions of values that stand alone between gaps. */
export function lonePoints(value: ArrayLike<number | null | undefined>): number[] {
  const isKnown = (i: number) => value[i] !== null && value[i] !== undefined;
  return Array.from(value, (_, i) => i).filter((i) => isKnown(i) && !isKnown(i - 1) && !isKnown(i + 1));
}
