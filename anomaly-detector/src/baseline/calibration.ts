import type { Frame } from './frame.ts';
import { at } from './layout.ts';
import { rowsOfQuiet } from './quiet.ts';

const { clusterMean, clusterPeak, clusterQuiet, clusterWeight, hold, holdAge } = at;

/** Rows of quiet after which a cluster of records counts as over. */
const quietRows = 60;
/** What was told is forgotten after so many rows, fewer where they are long. */
const holdRows = 100;
/** Evidence of more than this share of what was told says that the deviation is still there. */
const stillThere = 0.5;
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

/** What `holdBack` does of a row without evidence. */
export function ageHold({ f, o, intervalS }: Frame): void {
  if (f[o + hold] === 0) return;
  const age = f[o + holdAge]! + 1;
  f[o + holdAge] = age;
  if (isOver(age, intervalS)) f[o + hold] = 0;
}

const isOver = (age: number, intervalS: number): boolean => age > rowsOfQuiet(holdRows, intervalS);

/**
 * Lets evidence through once for each deviation: until it has been gone for a while, again only at twice what was told, or when
 * it first reaches the alert threshold, which is 1. Only what is `fresh` passes; all evidence says that the deviation is still
 * there. Returns the evidence that passes, else 0.
 */
export function holdBack({ f, o, intervalS }: Frame, evidence: number, fresh = evidence): number {
  const told = f[o + hold]!;
  if (told === 0 && evidence === 0) return 0;
  const age = f[o + holdAge]! + 1;
  const isForgotten = isOver(age, intervalS);
  const lasts = told >= 1 && evidence > told * stillThere;
  const isNew = fresh > 0 && (isForgotten || fresh >= 2 * told || (told < 1 && fresh >= 1));
  f[o + holdAge] = isNew || lasts ? 0 : age;
  if (isNew) f[o + hold] = fresh;
  else if (isForgotten) f[o + hold] = 0;
  return isNew ? fresh : 0;
}
