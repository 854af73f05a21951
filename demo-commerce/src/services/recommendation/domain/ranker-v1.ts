import { byScore, type Ranker } from './ranker.ts';

const weights = { together: 0.6, category: 0.25, popularity: 0.15 };

/** Version 1: mostly what was bought together with it, then its own category, then what sells. */
export const rankV1: Ranker = (features, viewedId, limit) => {
  const viewed = features.products.get(viewedId);
  if (viewed === undefined) return [];
  const others = [...features.products.values()].filter(({ id }) => id !== viewedId);
  const mostTogether = Math.max(1, ...others.map(({ id }) => features.boughtTogether(viewedId, id)));
  const scores = new Map(
    others.map((other) => [
      other.id,
      (weights.together * features.boughtTogether(viewedId, other.id)) / mostTogether +
        weights.category * Number(other.category === viewed.category) +
        (weights.popularity * other.sold) / features.mostSold,
    ]),
  );
  return byScore(scores).slice(0, limit);
};
