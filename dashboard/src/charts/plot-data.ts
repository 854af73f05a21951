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

/**
 * The axis holds the whole band up to this many times the reach of the values: the line then takes a fifth of the height.
 * A band that goes on beyond, in early doubt mostly, is cut off there, or it would flatten the line.
 */
const widestBand = 5;

type Drawn = Pick<BandRange, 'value' | 'expected' | 'lower' | 'upper'>;

/** The ends of the value axis, with room above: from zero where nothing is below it, and around the band. */
export function valueRange(range: Drawn, unit: string): [number, number] {
  const reach = reachOf(range);
  const { low, high, bandLow, bandHigh } = reach;
  const least = unit === '1' ? 0.02 : unit === 's' ? 0.01 : 1;
  // A ratio has an end of its own, and a line without height cannot be flattened.
  const most = isRatio(reach, unit) || high === low ? Number.POSITIVE_INFINITY : widestBand * (high - low);
  const top = Math.max(high, Math.min(bandHigh, low + most), least);
  const bottom = Math.min(low, Math.max(bandLow, high - most));
  return [bottom < 0 ? bottom * margin : bottom, top * margin];
}

const margin = 1.12;

/** Where the band ends, the lower end first, as far as the axis of {@link valueRange} ends before it. */
export function bandBeyond(range: Drawn, unit: string): number[] {
  const [bottom, top] = valueRange(range, unit);
  const { bandLow, bandHigh } = reachOf(range);
  return [...(bandLow < bottom ? [bandLow] : []), ...(bandHigh > top ? [bandHigh] : [])];
}

interface Reach {
  low: number;
  high: number;
  bandLow: number;
  bandHigh: number;
}

/** The unit `1` is also that of a count, which goes on beyond 1. */
const isRatio = ({ low, high, bandLow, bandHigh }: Reach, unit: string): boolean =>
  unit === '1' && low >= 0 && high <= 1 && bandLow >= 0 && bandHigh <= 1;

/** How far the values and the band reach, zero among them. Without any value the band counts for both. */
function reachOf({ value, expected, lower, upper }: Drawn): Reach {
  const known = [...value, ...expected].filter((one) => one !== null);
  const band = [...lower, ...upper].filter((one) => one !== null);
  const [low, high] = ends(known.length > 0 ? known : band);
  const [bandLow, bandHigh] = ends(band);
  return { low, high, bandLow, bandHigh };
}

const ends = (column: readonly number[]): [number, number] =>
  column.reduce<[number, number]>(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [0, 0]);

/** The position of the last point that has a value; -1 where none has. */
export function lastKnown(value: readonly (number | null)[]): number {
  return value.findLastIndex((one) => one !== null);
}

/** The positions of values that stand alone between gaps. */
export function lonePoints(value: ArrayLike<number | null | undefined>): number[] {
  const isKnown = (i: number) => value[i] !== null && value[i] !== undefined;
  return Array.from(value, (_, i) => i).filter((i) => isKnown(i) && !isKnown(i - 1) && !isKnown(i + 1));
}
