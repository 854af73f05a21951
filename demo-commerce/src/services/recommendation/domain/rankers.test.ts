import { describe, expect, test } from 'vitest';
import { type ProductFeatures, prepareFeatures } from './features.ts';
import { rankV1 } from './ranker-v1.ts';
import { rankV2 } from './ranker-v2.ts';

const product = (id: string, over: Partial<ProductFeatures> = {}): ProductFeatures => ({
  id,
  category: 'Kitchen',
  tags: [],
  priceCents: 5000,
  sold: 10,
  ...over,
});

describe.each([
  ['version 1', rankV1],
  ['version 2', rankV2],
])('ranker %s', (_name, rank) => {
  const features = prepareFeatures(
    [
      product('a'),
      product('b'),
      product('c', { category: 'Desk' }),
      product('d', { category: 'Home', sold: 80 }),
    ],
    [
      ['a', 'c', 30],
      ['b', 'd', 200],
    ],
  );

  test('puts what is bought together with it first', () => {
    expect(rank(features, 'a', 3)[0]).toBe('c');
    expect(rank(features, 'c', 3)[0]).toBe('a');
  });

  test('never shows the product itself, nothing twice, and no more than asked', () => {
    const ranked = rank(features, 'a', 10);
    expect(ranked).toHaveLength(3);
    expect(new Set(ranked).size).toBe(3);
    expect(ranked).not.toContain('a');
    expect(rank(features, 'a', 2)).toHaveLength(2);
  });

  test('shows nothing for a product that it does not know', () => {
    expect(rank(features, 'zzz', 5)).toEqual([]);
  });

  test('gives the same list for the same features', () => {
    const twins = prepareFeatures([product('x'), product('n'), product('m'), product('k')], []);
    expect(rank(twins, 'x', 3)).toEqual(['k', 'm', 'n']);
  });
});

describe('what differs between the rankers', () => {
  test('version 1 prefers the same category, version 2 shared tags', () => {
    const features = prepareFeatures(
      [
        product('viewed', { tags: ['coffee', 'steel'] }),
        product('same-category', { tags: ['linen'] }),
        product('same-tags', { category: 'Outdoor', tags: ['coffee', 'steel'] }),
      ],
      [],
    );
    expect(rankV1(features, 'viewed', 2)[0]).toBe('same-category');
    expect(rankV2(features, 'viewed', 2)[0]).toBe('same-tags');
  });

  test('version 2 looks through a bestseller that is in every basket', () => {
    const features = prepareFeatures(
      [product('viewed'), product('everywhere'), product('specific'), product('other')],
      [
        ['everywhere', 'viewed', 12],
        ['everywhere', 'other', 400],
        ['specific', 'viewed', 10],
      ],
    );
    expect(rankV1(features, 'viewed', 3)[0]).toBe('everywhere');
    expect(rankV2(features, 'viewed', 3)[0]).toBe('specific');
  });

  test('version 2 mixes the list where version 1 repeats itself', () => {
    const tea = { tags: ['tea', 'steel', 'heat'] };
    const features = prepareFeatures(
      [
        product('viewed', tea),
        product('tea-1', { ...tea, sold: 12 }),
        product('tea-2', { ...tea, sold: 12 }),
        product('bread', { tags: ['tea', 'bread'], sold: 11 }),
      ],
      [],
    );
    expect(rankV1(features, 'viewed', 2)).toEqual(['tea-1', 'tea-2']);
    expect(rankV2(features, 'viewed', 2)).toEqual(['tea-1', 'bread']);
  });
});
