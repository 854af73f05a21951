import { at } from './layout.ts';

const { clusterMean, clusterPeak, clusterQuiet, clusterWeight, hold, holdAge } = at;

/** Rows of quiet after which a cluster of records counts as over. */
const quietRows = 60;
/** Rows after which what was told is forgotten. */
const holdRows = 100;
/** A score so many times what was told says that the deviation still grows: what was told is not forgotten meanwhile. */
const stillGrowing = 1.1;
/** Clusters that the prior is worth, and that the mean remembers. */
const priorClusters = 10;
const rememberedClusters = 60;

/** Sets the prior: clusters of strength 1. */
export function clearCalibration(f: Float32Array, o: number): void {
  f[o + clusterMean] = 1;
  f[o + clusterWeight] = priorClusters;
}

/**
 * The strength of a row against the mean peak of the series' own earlier clusters: heavy-tailed series become
 * less sensitive, quiet ones never more.
 */
export function calibrate(f: Float32Array, o: number, strength: number): number {
  const peak = f[o + clusterPeak]!;
  if (strength === 0) {
    if (peak > 0) countQuiet(f, o);
    return 0;
  }
  f[o + clusterPeak] = Math.max(peak, strength);
  f[o + clusterQuiet] = 0;
  return strength / Math.max(1, f[o + clusterMean]!);
}

function countQuiet(f: Float32Array, o: number): void {
  f[o + clusterQuiet] = f[o + clusterQuiet]! + 1;
  if (f[o + clusterQuiet]! >= quietRows) endCluster(f, o);
}

function endCluster(f: Float32Array, o: number): void {
  const mean = f[o + clusterMean]!;
  const peak = Math.min(f[o + clusterPeak]!, 4 * mean);
  const weight = Math.min(f[o + clusterWeight]! + 1, rememberedClusters);
  f[o + clusterWeight] = weight;
  f[o + clusterMean] = mean + (peak - mean) / weight;
  f[o + clusterPeak] = 0;
  f[o + clusterQuiet] = 0;
}

/**
 * Lets a score through once for each deviation: again within a hundred rows only at twice what was told, or when it first
 * reaches the threshold. Returns the score that passes, else 0.
 */
export function holdBack(f: Float32Array, o: number, score: number, threshold: number): number {
  f[o + holdAge] = f[o + holdAge]! + 1;
  if (f[o + holdAge]! > holdRows) f[o + hold] = 0;
  const told = f[o + hold]!;
  if (told >= threshold && score > told * stillGrowing) f[o + holdAge] = 0;
  const isNew = score > 0 && (score >= 2 * told || (told < threshold && score >= threshold));
  if (!isNew) return 0;
  f[o + hold] = score;
  f[o + holdAge] = 0;
  return score;
}
