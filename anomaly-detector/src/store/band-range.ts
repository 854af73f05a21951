import type { BandRange, Series, Warmth } from '../contract/index.ts';
import type { StoredRow } from './track.ts';

/**
 * Rows as columns, thinned to at most `points`: of each bunch the row furthest from what was expected is kept,
 * so that a spike never disappears from a chart.
 */
export function bandRange(
  series: Series,
  warmth: Warmth,
  rows: readonly StoredRow[],
  points: number,
  intervalS: number,
): BandRange {
  const size = Math.max(1, Math.ceil(rows.length / Math.max(1, points)));
  const kept: StoredRow[] = [];
  for (let start = 0; start < rows.length; start += size) kept.push(boldest(rows.slice(start, start + size)));
  return {
    series,
    warmth,
    stepS: (intervalS > 0 ? intervalS : 1) * size,
    time: kept.map(({ time }) => time),
    value: kept.map(({ value }) => numberOrNull(value)),
    expected: kept.map(({ expected }) => numberOrNull(expected)),
    lower: kept.map(({ lower }) => numberOrNull(lower)),
    upper: kept.map(({ upper }) => numberOrNull(upper)),
    alert: kept.map(({ alert }) => alert),
  };
}

function boldest(rows: readonly StoredRow[]): StoredRow {
  const distance = ({ value, expected }: StoredRow) => {
    const off = Math.abs(value - expected);
    return Number.isNaN(off) ? (Number.isNaN(value) ? -1 : 0) : off;
  };
  const row = rows.reduce((best, next) => (distance(next) > distance(best) ? next : best));
  return rows.some(({ alert }) => alert === 1) ? { ...row, alert: 1 } : row;
}

/** A number as people read it, or null where it is unknown; single precision is cut to its seven digits. */
export const numberOrNull = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
