import { describe, expect, test } from 'vitest';
import { assortment } from '../../../domain/assortment.ts';
import { buildAllViews, buildView } from './build-views.ts';
import type { Product } from './product.ts';
import { seedPairs, seedSold } from './seed-sales.ts';
import { everyCategory, parseViewKey } from './view-key.ts';

const products: Product[] = assortment.map((item, i) => ({
  ...item,
  sold: i,
  stock: i === 0 ? 0 : i === 1 ? 5 : 100,
  createdAt: '2026-01-01T00:00:00.000Z',
}));
const read = (bytes: Buffer | null) => JSON.parse(bytes!.toString());

describe('views', () => {
  test('of the whole assortment are built under keys that name them again', () => {
    const views = buildAllViews(products);
    expect(views.size).toBe(2 * (products.length + 7 + 1));
    for (const [key, bytes] of views) {
      const { view, variant } = parseViewKey(key);
      expect(buildView(view, variant, products)?.equals(bytes)).toBe(true);
    }
  });

  test('carry badges in the variant with badges only', () => {
    const list = { kind: 'list', category: everyCategory } as const;
    expect(JSON.stringify(read(buildView(list, 'plain', products)))).not.toContain('badge');
    const shown = read(buildView(list, 'badges', products)).products;
    expect(shown[1].badge).toBe('Only 5 left');
    expect(shown[0]).toMatchObject({ inStock: false });
    expect(shown[0].badge).toBeUndefined();
  });

  test('put the best sold first among the bestsellers', () => {
    const sold = read(buildView({ kind: 'bestsellers' }, 'plain', products)).items;
    expect(sold).toHaveLength(12);
    expect(sold[0].id).toBe(products.at(-1)!.id);
  });

  test('of what does not exist are null', () => {
    expect(buildView({ kind: 'product', id: 'nothing' }, 'plain', products)).toBeNull();
    expect(buildView({ kind: 'list', category: 'Nothing' }, 'plain', products)).toBeNull();
    expect(() => parseViewKey('else/where')).toThrow('variant/kind/name');
  });

  test('of a product are big enough to be compressed', () => {
    for (const { id } of products)
      expect(buildView({ kind: 'product', id }, 'plain', products)!.length).toBeGreaterThanOrEqual(1024);
  });
});

describe('the assortment', () => {
  test('has sixty products with ids of their own', () => {
    expect(new Set(assortment.map(({ id }) => id)).size).toBe(60);
    expect(assortment.every(({ id }) => /^[a-z0-9-]+$/.test(id))).toBe(true);
  });

  test('starts with sales that differ and pairs that name each pair once', () => {
    expect(new Set(assortment.map(({ id }) => seedSold(id))).size).toBeGreaterThan(20);
    const pairs = seedPairs(assortment);
    expect(pairs.length).toBeGreaterThan(100);
    expect(pairs.every(([a, b, times]) => a < b && times > 0)).toBe(true);
  });
});
