import * as fourthPowerModule from '../numerics/fourth-power.ts';
import { at, cluster, late } from './layout.ts';
import type { RecordVerdict } from './records.ts';

// Constants of this module, see `engine.ts`.
const { fourthPower, fourthRoot } = fourthPowerModule;

/** How strong the records of a row are, see `records.ts`. */
type Strengths = Omit<RecordVerdict, 'component' | 'direction'>;

const { clusters } = at;
const { suddenClusters } = late;
const { mean: meanAt, weight: weightAt, peak: peakAt, quiet: quietAt } = cluster;

/** Rows of quiet after which a cluster of records counts as over. */
const quietRows = 60;
/** Clusters that the prior is worth, and that the mean remembers. */
const priorClusters = 10;
const rememberedClusters = 60;
/** A cluster counts for this many means at most, where an alert begins: a large incident says no more of a tail than an alert does. */
const mostMeans = 2;

/** Sets the prior: clusters of strength 1. */
export function clearCalibration(f: Float32Array, o: number): void {
  clearClusters(f, o + clusters);
}

/** The same for sudden records, which are kept once a series is warm. */
export function beginSuddenCalibration(f: Float32Array, o: number): void {
  clearClusters(f, o + suddenClusters);
}

function clearClusters(f: Float32Array, k: number): void {
  f[k + meanAt] = 1;
  f[k + weightAt] = priorClusters;
  f[k + peakAt] = 0;
  f[k + quietAt] = 0;
}

/**
 * Turns the strengths of a row, in place and as the fourth powers that they are, into multiples of the mean peak of the series' own
 * earlier clusters: heavy-tailed series become less sensitive, quiet ones never more. What is sudden has the heavier tail, and is held
 * against a mean of its own as well: of that the square, since where a tail is heavy its records differ the more.
 */
export function calibrate(f: Float32Array, o: number, row: Strengths): void {
  followClusters(f, o + clusters, row.sudden + row.slow);
  followClusters(f, o + suddenClusters, row.sudden);
  if (row.sudden > 0 || row.slow > 0) holdAgainstClusters(f, o, row);
}

function holdAgainstClusters(f: Float32Array, o: number, row: Strengths): void {
  const ofAll = fourthPower(Math.max(1, f[o + clusters + meanAt]!));
  row.slow /= ofAll;
  row.borneSlow /= ofAll;
  if (row.sudden === 0) return;
  const ofSudden = Math.max(ofAll, fourthPower(f[o + suddenClusters + meanAt]! ** 2));
  row.sudden /= ofSudden;
  row.borneSudden /= ofSudden;
}

function followClusters(f: Float32Array, k: number, power: number): void {
  if (power > 0) growCluster(f, k, fourthRoot(power));
  else if (f[k + peakAt]! > 0) countQuiet(f, k);
}

function growCluster(f: Float32Array, k: number, strength: number): void {
  if (strength > f[k + peakAt]!) f[k + peakAt] = strength;
  f[k + quietAt] = 0;
}

function countQuiet(f: Float32Array, k: number): void {
  f[k + quietAt] = f[k + quietAt]! + 1;
  if (f[k + quietAt]! >= quietRows) endCluster(f, k);
}

function endCluster(f: Float32Array, k: number): void {
  const mean = f[k + meanAt]!;
  const peak = Math.min(f[k + peakAt]!, mostMeans * mean);
  const weight = Math.min(f[k + weightAt]! + 1, rememberedClusters);
  f[k + weightAt] = weight;
  f[k + meanAt] = mean + (peak - mean) / weight;
  f[k + peakAt] = 0;
  f[k + quietAt] = 0;
}
