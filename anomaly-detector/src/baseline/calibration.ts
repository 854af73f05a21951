import { at } from './layout.ts';

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
  f[o + at.clusterMean] = 1;
  f[o + at.clusterWeight] = priorClusters;
}

/**
 * The strength of a row against the mean peak of the series' own earlier clusters: heavy-tailed series become
 * less sensitive, quiet ones never more.
 */
export function calibrate(f: Float32Array, o: number, strength: number): number {
  if (strength > 0) {
    f[o + at.clusterPeak] = Math.max(f[o + at.clusterPeak]!, strength);
    f[o + at.clusterQuiet] = 0;
  } else if (f[o + at.clusterPeak]! > 0) {
    f[o + at.clusterQuiet] = f[o + at.clusterQuiet]! + 1;
    if (f[o + at.clusterQuiet]! >= quietRows) endCluster(f, o);
  }
  return strength / Math.max(1, f[o + at.clusterMean]!);
}

function endCluster(f: Float32Array, o: number): void {
  const mean = f[o + at.clusterMean]!;
  const peak = Math.min(f[o + at.clusterPeak]!, 4 * mean);
  const weight = Math.min(f[o + at.clusterWeight]! + 1, rememberedClusters);
  f[o + at.clusterWeight] = weight;
  f[o + at.clusterMean] = mean + (peak - mean) / weight;
  f[o + at.clusterPeak] = 0;
  f[o + at.clusterQuiet] = 0;
}

/**
 * Lets a score through once for each deviation: again within a hundred rows only at twice what was told, or when it first
 * reaches the threshold. Returns the score that passes, else 0.
 */
export function holdBack(f: Float32Array, o: number, score: number, threshold: number): number {
  f[o + at.holdAge] = f[o + at.holdAge]! + 1;
  if (f[o + at.holdAge]! > holdRows) f[o + at.hold] = 0;
  const told = f[o + at.hold]!;
  if (told >= threshold && score > told * stillGrowing) f[o + at.holdAge] = 0;
  const isNew = score > 0 && (score >= 2 * told || (told < threshold && score >= threshold));
  if (!isNew) return 0;
  f[o + at.hold] = score;
  f[o + at.holdAge] = 0;
  return score;
}
