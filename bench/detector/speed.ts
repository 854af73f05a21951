import { mean, standardDeviation } from 'simple-statistics';
import {
  emptyPoint,
  inlineModel,
  observe,
  plainTraits,
  SeriesBank,
} from '../../anomaly-detector/src/files/index.ts';
import { median } from '../measure.ts';
import { seededRandom } from '../seeded-random.ts';

const windowRows = 288;

/** Millions of points in a second of one core's CPU. */
const perCpuSecond = (points: number, work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return points / (user + system);
};

const intervalS = 300;
/** Ten days of rows: every range has settled, and the seasons of day and week are in use. */
const settledRows = (10 * 86_400) / intervalS;
/** Series that are brought there; the others begin as copies of them. */
const models = 100;

/** Noise to draw rows from, drawn beforehand; its length shares no factor with the number of series. */
const drawNoise = (seed: number): Float64Array => {
  const uniform = seededRandom(seed);
  return Float64Array.from({ length: 1_000_003 }, () => 5 * uniform() + 5 * uniform());
};

/** The model over many settled series whose rows come in turn, each once in five minutes. */
const measureModel = (series: number, rows: number, seed: number): number => {
  const bank = new SeriesBank(series);
  for (let slot = 0; slot < series; slot += 1) bank.allocate();
  const noise = drawNoise(seed);
  const levels = Float64Array.from({ length: series }, (_, slot) => 50 + ((slot % models) % 7));
  const row = { t: 0, value: 0, count: Number.NaN };
  const judging = { traits: plainTraits, learning: 1, threshold: 2, without: 0 };
  const point = emptyPoint();
  let next = 0;
  const pass = (from: number, to: number, slots: number) => {
    for (let index = from; index < to; index += 1) {
      row.t = index * intervalS;
      for (let slot = 0; slot < slots; slot += 1) {
        row.value = levels[slot]! + noise[next]!;
        next = next + 1 === noise.length ? 0 : next + 1;
        observe(bank, slot, row, judging, point);
      }
    }
  };
  pass(0, settledRows, models);
  for (let slot = models; slot < series; slot += 1) bank.restoreSlot(slot, bank.copySlot(slot % models));
  return perCpuSecond(series * rows, () => pass(settledRows, settledRows + rows, series));
};

/** What is built in an afternoon: mean and deviation over a window of each series, anew for each point. */
const measureNaive = (series: number, rows: number, seed: number): number => {
  const uniform = seededRandom(seed);
  const windows = Array.from({ length: series }, () => Array.from({ length: windowRows }, () => uniform()));
  let strange = 0;
  const points = perCpuSecond(series * rows, () => {
    for (let index = 0; index < rows; index += 1) {
      for (const window of windows) {
        const value = uniform();
        if (Math.abs(value - mean(window)) > 1.5 * standardDeviation(window)) strange += 1;
        window[index % windowRows] = value;
      }
    }
  });
  if (strange === 0)
    throw new Error('Expected some points far from the mean of their window, but there were none.');
  return points;
};

/** Points a second of one core, in the best round and in the middle one, and how many times naive windows the best is; rounds in turn. */
export const measureSpeed = (options: { series: number; rows: number; rounds: number; seed: number }) => {
  const { series, rows, rounds, seed } = options;
  // As the detector does where it starts.
  inlineModel();
  const model: number[] = [];
  const naive: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    model.push(measureModel(series, rows, seed + round));
    naive.push(measureNaive(1_000, Math.min(rows, 10), seed + round));
  }
  const best = Math.max(...model);
  return { pointsPerS: best * 1e6, median: median(model) * 1e6, ratioNaive: best / Math.max(...naive) };
};
