import { describe, expect, test } from 'vitest';
import { mix, nextVisit, shoppers, type Visit } from './journey.ts';

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const visits = (count: number, products: string[]): Visit[] => {
  const random = seeded(5);
  return Array.from({ length: count }, () => nextVisit(random, products));
};

describe('visits', () => {
  test('keep to the mix of browsing, looking and ordering', () => {
    const all = visits(20_000, ['a', 'b', 'c']);
    const share = (kind: Visit['kind']) =>
      (100 * all.filter((visit) => visit.kind === kind).length) / all.length;
    expect(share('browse')).toBeCloseTo(mix.browse, -0.3);
    expect(share('product')).toBeCloseTo(mix.product, -0.3);
    expect(share('order')).toBeGreaterThan(6);
  });

  test('come from shoppers who return under the same id', () => {
    const ids = new Set(visits(40_000, ['a']).map(({ userId }) => userId));
    expect(ids.size).toBeGreaterThan(shoppers * 0.95);
    expect(ids.size).toBeLessThanOrEqual(shoppers);
  });

  test('only browse while no product is known', () => {
    expect(visits(500, []).every(({ kind }) => kind === 'browse')).toBe(true);
  });

  test('order existing products, each at most once an order', () => {
    const products = ['a', 'b', 'c'];
    for (const visit of visits(5000, products)) {
      if (visit.kind !== 'order') continue;
      const ids = visit.lines.map(({ productId }) => productId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => products.includes(id))).toBe(true);
    }
  });
});
