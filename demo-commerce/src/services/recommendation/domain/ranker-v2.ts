import type { Features, PreparedProduct } from './features.ts';
import { byScore, type Ranker } from './ranker.ts';

const weights = { lift: 0.45, likeness: 0.3, price: 0.15, popularity: 0.1 };
/** How much a candidate loses for being like one that is already on the list. */
const sameness = 0.35;
/** Co-purchases that a pair is credited with before any were seen: keeps rare pairs from leaping ahead. */
const prior = 3;

/** Version 2: lift instead of raw counts, likeness by tags, a fitting price, and a varied list (maximal marginal relevance). */
export const rankV2: Ranker = (features, viewedId, limit) => {
  const viewed = features.products.get(viewedId);
  if (viewed === undefined) return [];
  const others = [...features.products.values()].filter(({ id }) => id !== viewedId);
  const relevance = new Map(others.map((other) => [other.id, relevanceOf(features, viewed, other)]));

  const chosen: PreparedProduct[] = [];
  while (chosen.length < limit && relevance.size > 0) {
    const marginal = new Map(
      [...relevance].map(([id, score]) => {
        const candidate = features.products.get(id)!;
        const closest = Math.max(0, ...chosen.map((other) => likeness(candidate, other)));
        return [id, score - sameness * closest];
      }),
    );
    const best = byScore(marginal)[0]!;
    chosen.push(features.products.get(best)!);
    relevance.delete(best);
  }
  return chosen.map(({ id }) => id);
};

function relevanceOf(features: Features, viewed: PreparedProduct, other: PreparedProduct): number {
  return (
    weights.lift * lift(features, viewed.id, other.id) +
    weights.likeness * likeness(viewed, other) +
    weights.price * priceFit(viewed.priceCents, other.priceCents) +
    weights.popularity * (Math.log1p(other.sold) / Math.log1p(features.mostSold))
  );
}

/** Smoothed lift, squeezed into [0, 1): 0.5 where a pair is bought together just as often as chance would have it. */
function lift(features: Features, a: string, b: string): number {
  const expected =
    features.pairTotal === 0
      ? 0
      : (features.boughtWithAny(a) * features.boughtWithAny(b)) / (2 * features.pairTotal);
  const ratio = (features.boughtTogether(a, b) + prior) / (expected + prior);
  return ratio / (1 + ratio);
}

/** Jaccard likeness of the tags; the category counts as one of them. */
function likeness(a: PreparedProduct, b: PreparedProduct): number {
  let shared = 0;
  for (const term of a.terms) if (b.terms.has(term)) shared += 1;
  return shared / (a.terms.size + b.terms.size - shared);
}

/** 1 at the same price, 0.6 at half or double, near 0 at a tenth or ten times. */
function priceFit(a: number, b: number): number {
  const octaves = Math.log2(b / a);
  return Math.exp(-(octaves * octaves) / 2);
}
