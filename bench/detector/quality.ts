import { scoreRows } from '../../anomaly-detector/src/files/index.ts';
import { median } from '../measure.ts';
import { seededRandom } from '../seeded-random.ts';
import { drawFrom } from './draw.ts';
import { faults } from './faults.ts';
import { healthy } from './healthy.ts';
import { type Count, judge, noCount } from './judge.ts';
import { newSheet, type Sheet } from './sheet.ts';

/** Series of each family: seconds between rows, days, and how many. */
export type Grid = readonly (readonly [intervalS: number, days: number, series: number])[];

/** The score from which a row alerts, as it ships, and those that are tried beside it. */
const shipped = 0.5;
const thresholds = [0.3, 0.35, 0.4, 0.45, shipped, 0.55, 0.6, 0.65, 0.7];

/** Counts by family, at one threshold. */
type Counts = ReadonlyMap<string, Count>;

const families = { ...faults, ...healthy };

/** Draws every family with fresh seeds and counts what the detector makes of it, at each threshold. */
const countAll = (grid: Grid, seed: number): Map<number, Counts> => {
  const counts = new Map(thresholds.map((threshold) => [threshold, new Map<string, Count>()]));
  let next = seed * 100_003;
  for (const [name, family] of Object.entries(families)) {
    for (const threshold of thresholds) counts.get(threshold)!.set(name, noCount());
    for (const [intervalS, days, many] of grid) {
      for (let index = 0; index < many; index += 1) {
        next += 1;
        const sheet = newSheet(intervalS, days);
        const drawn = family(sheet, drawFrom(seededRandom(next)));
        const scores = scoreRows(rowsOf(sheet, drawn.values));
        for (const threshold of thresholds)
          judge(sheet, drawn, scores, threshold, counts.get(threshold)!.get(name)!);
      }
    }
  }
  return counts;
};

const rowsOf = (sheet: Sheet, values: Float64Array) =>
  Array.from(values, (value, row) => ({ at: sheet.timeOf(row) * 1000, value }));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

const f1Of = ({ events, found, falseAlerts }: Count): number => (2 * found) / (events + found + falseAlerts);

/** Every family counts the same, however many events it has. */
const summary = (counts: Counts) => {
  const all = [...counts.values()];
  const withEvents = all.filter(({ events }) => events > 0);
  const masked = all.reduce((sum, one) => sum + one.masked, 0);
  return {
    recall: meanOf(withEvents.map(({ events, found }) => found / events)),
    f1: meanOf(withEvents.map(f1Of)),
    false_per_day: meanOf(all.map(({ falseAlerts, days }) => falseAlerts / days)),
    false_per_day_worst: Math.max(...all.map(({ falseAlerts, days }) => falseAlerts / days)),
    masked: all.reduce((sum, one) => sum + one.maskedFound, 0) / masked,
    delay_rows: median(all.flatMap(({ delays }) => delays)),
  };
};

/** How well the detector finds what is wrong in series whose truth is known; `say` hears of each family. */
export const measureQuality = (grid: Grid, seed: number, say: (line: string) => void) => {
  const counts = countAll(grid, seed);
  const atShipped = counts.get(shipped)!;
  for (const [name, { events, found, falseAlerts, days }] of atShipped) {
    const recall = events === 0 ? '   -' : (found / events).toFixed(2);
    say(`${name.padEnd(36)} found ${recall}  false alerts a day ${(falseAlerts / days).toFixed(4)}`);
  }
  const best = Math.max(...[...counts.values()].map((one) => summary(one).f1));
  const figures = summary(atShipped);
  return { ...figures, f1_shipped_over_best: figures.f1 / best };
};
