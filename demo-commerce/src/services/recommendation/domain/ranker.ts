import type { Features } from './features.ts';

/** Ids of the products to show beside the one that is viewed, best first; empty for an unknown product. */
export type Ranker = (features: Features, viewedId: string, limit: number) => string[];

/** Ids by descending score; equal scores by id, so that the same input gives the same list. */
export function byScore(scores: ReadonlyMap<string, number>): string[] {
  return [...scores].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1)).map(([id]) => id);
}
