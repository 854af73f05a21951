import { alphaOfSpan, towards } from '../numerics/decay.ts';
import { adaptForgetting, recordEvidence, trackHigh } from '../numerics/tracked-range.ts';
import { at, componentCount, range } from './layout.ts';

/** What the strongest component of a row says. */
export type RecordVerdict = { strength: number; component: number; direction: number };

/** The components, by index: value, step, distance from a slow mean, spread, and residual as it is, smoothed, and slow. */
export const component = { value: 0, step: 1, slow: 2, spread: 3, residual: 4, smooth: 5, drift: 6 } as const;

/** Rows that each component needs to settle before its range means anything. */
const settleRows = [0, 0, 100, 24, 0, 24, 432];
/** Share of an excess that a range takes over; a small one lets slow shifts build up. */
const gains = [1, 1, 1, 0.5, 1, 1, 0.02];
const weights = [1, 1, 1, 1, 1, 1, 1.4];
/** Rows in which a range only learns. */
export const learnRows = 200;

const step24 = alphaOfSpan(24);
const step12 = alphaOfSpan(12);
const step100 = alphaOfSpan(100);
const step144 = alphaOfSpan(144);
const rootOf12 = Math.sqrt(12);
const rootOf144 = 12;

const values = new Float64Array(componentCount);
const floors = new Float64Array(componentCount);

/** Everything of a row that the records look at. */
export type RecordRow = {
  x: number;
  /** Value less its mixed prediction. */
  residual: number;
  rows: number;
  isSeasonal: boolean;
  intervalS: number;
  /** Changes below this carry no evidence. */
  floor: number;
  /** Ranges of the seasonal components still learn how good the predictor is. */
  isSilent: boolean;
};

/** Updates the slow statistics of a row and the range of each; strength is 0 where no statistic set a record. */
export function observeRecords(f: Float32Array, o: number, row: RecordRow, into: RecordVerdict): void {
  fillComponents(f, o, row);
  // A range may forget at most a tenth a week: weekly events must not alarm each week.
  const fastest = Math.min(1e-3, (0.1 * row.intervalS) / 604_800);
  let sum = 0;
  let strongest = 0;
  into.component = -1;
  into.direction = 0;
  for (let c = 0; c < componentCount; c += 1) {
    const isSeasonal = c === component.residual || c === component.smooth;
    if (isSeasonal && !row.isSeasonal) continue;
    const r = o + at.ranges + c * range.floats;
    const y = values[c]!;
    const evidence = observeRange(f, r, c, y, floors[c]!, fastest);
    if (evidence > 0 && !(isSeasonal && row.isSilent)) {
      const weighted = weights[c]! * evidence;
      sum += weighted ** 4;
      if (weighted > strongest) {
        strongest = weighted;
        into.component = c;
        into.direction = y > f[r + range.low]! + (f[r + range.high]! - f[r + range.low]!) / 2 ? 1 : -1;
      }
    }
  }
  into.strength = Math.sqrt(Math.sqrt(sum));
}

/** Forgets the ranges of the seasonal components: they were learnt on a worse predictor. */
export function restartSeasonalRanges(f: Float32Array, o: number): void {
  f[o + at.ranges + component.residual * range.floats + range.age] = 0;
  f[o + at.ranges + component.smooth * range.floats + range.age] = 0;
}

function observeRange(
  f: Float32Array,
  r: number,
  c: number,
  y: number,
  floor: number,
  fastest: number,
): number {
  const age = f[r + range.age]!;
  if (age === 0) {
    f[r + range.low] = y;
    f[r + range.high] = y;
    f[r + range.forget] = Math.min(3e-5, fastest);
    f[r + range.age] = 1;
    return 0;
  }
  const low = f[r + range.low]!;
  const high = f[r + range.high]!;
  const forget = f[r + range.forget]!;
  const isSettled = age > learnRows + settleRows[c]!;
  const evidence = isSettled ? recordEvidence(y, low, high, floor) : 0;
  const gain = age > learnRows ? gains[c]! : 1;
  const width = high - low + floor;
  f[r + range.high] = trackHigh(y, high, width, forget, gain);
  f[r + range.low] = -trackHigh(-y, -low, width, forget, gain);
  if (isSettled) f[r + range.forget] = adaptForgetting(forget, evidence > 0, fastest);
  f[r + range.age] = age + 1;
  return evidence;
}

function fillComponents(f: Float32Array, o: number, row: RecordRow): void {
  const { x, residual, rows, floor } = row;
  const isFirst = rows === 0;
  f[o + at.meanSlow] = isFirst ? x : towards(f[o + at.meanSlow]!, x, Math.max(0.003, 1 / (rows + 1)));
  const step = isFirst ? 0 : x - f[o + at.previous]!;
  f[o + at.previous] = x;
  f[o + at.squaredStep] = towards(f[o + at.squaredStep]!, step * step, Math.max(step24, 1 / (rows + 1)));
  f[o + at.level100] = isFirst ? x : towards(f[o + at.level100]!, x, step100);
  f[o + at.residualSquare] = towards(
    f[o + at.residualSquare]!,
    residual * residual,
    Math.max(0.001, 1 / (rows + 1)),
  );
  f[o + at.residual12] = towards(f[o + at.residual12]!, residual, step12);
  f[o + at.residual144] = towards(f[o + at.residual144]!, residual, step144);
  const spread = 4 * Math.sqrt(f[o + at.residualSquare]!);
  values[component.value] = x;
  values[component.step] = step;
  values[component.slow] = x - f[o + at.level100]!;
  values[component.spread] = 0.5 * Math.log(f[o + at.squaredStep]! + floor * floor);
  values[component.residual] = residual;
  values[component.smooth] = f[o + at.residual12]!;
  values[component.drift] = f[o + at.residual144]!;
  floors.fill(floor);
  floors[component.spread] = 0.3;
  floors[component.smooth] = floor + spread / rootOf12;
  floors[component.drift] = floor + spread / rootOf144;
}
