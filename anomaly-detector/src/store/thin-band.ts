import type { BandRange } from '../contract/index.ts';

/**
 * A band with one row for each `stepMs` that has any, counted from the epoch: of the rows of a step the one furthest from what
 * was expected, told as alerting where any of them was. A spike or an alert never disappears, however long the step.
 */
export function thinBand(band: BandRange, stepMs: number): BandRange {
  const kept: number[] = [];
  const isAlerting: number[] = [];
  let step = Number.NaN;
  for (let row = 0; row < band.time.length; row += 1) {
    const next = Math.floor(band.time[row]! / stepMs);
    const last = kept.length - 1;
    if (next !== step) {
      kept.push(row);
      isAlerting.push(band.alert[row]!);
      step = next;
      continue;
    }
    if (distance(band, row) > distance(band, kept[last]!)) kept[last] = row;
    isAlerting[last] = Math.max(isAlerting[last]!, band.alert[row]!);
  }
  const column = <Cell>(cells: readonly Cell[]): Cell[] => kept.map((row) => cells[row]!);
  return {
    ...band,
    stepS: stepMs / 1000,
    time: column(band.time),
    value: column(band.value),
    expected: column(band.expected),
    lower: column(band.lower),
    upper: column(band.upper),
    alert: isAlerting,
  };
}

/** How far a row is from what was expected; a row without a value is nearest. */
function distance({ value, expected }: BandRange, row: number): number {
  const [seen, awaited] = [value[row] ?? null, expected[row] ?? null];
  if (seen === null) return -1;
  return awaited === null ? 0 : Math.abs(seen - awaited);
}
