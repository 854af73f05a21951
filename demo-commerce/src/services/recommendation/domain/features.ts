/** What a ranker knows of one product. */
export interface ProductFeatures {
  id: string;
  category: string;
  tags: readonly string[];
  priceCents: number;
  /** Units sold so far. */
  sold: number;
}

/** A product with the set of its tags and its category, for likeness. */
export interface PreparedProduct extends ProductFeatures {
  terms: ReadonlySet<string>;
}

/** All that the rankers learn from, prepared for look-ups. */
export interface Features {
  products: ReadonlyMap<string, PreparedProduct>;
  /** Times that two products were bought in one order. */
  boughtTogether(a: string, b: string): number;
  /** Times that the product was bought together with any other. */
  boughtWithAny(id: string): number;
  /** All co-purchases. */
  pairTotal: number;
  mostSold: number;
}

/** Prepares the catalog's answer; `pairs` name each pair once. */
export function prepareFeatures(
  products: readonly ProductFeatures[],
  pairs: readonly (readonly [a: string, b: string, times: number])[],
): Features {
  const together = new Map<string, Map<string, number>>();
  const add = (a: string, b: string, times: number) => {
    const row = together.get(a) ?? new Map<string, number>();
    row.set(b, (row.get(b) ?? 0) + times);
    together.set(a, row);
  };
  let pairTotal = 0;
  for (const [a, b, times] of pairs) {
    add(a, b, times);
    add(b, a, times);
    pairTotal += times;
  }
  const withAny = new Map(
    [...together].map(([id, row]) => [id, [...row.values()].reduce((sum, n) => sum + n, 0)]),
  );
  return {
    products: new Map(
      products.map((product) => [
        product.id,
        { ...product, terms: new Set([...product.tags, product.category]) },
      ]),
    ),
    boughtTogether: (a, b) => together.get(a)?.get(b) ?? 0,
    boughtWithAny: (id) => withAny.get(id) ?? 0,
    pairTotal,
    mostSold: Math.max(1, ...products.map(({ sold }) => sold)),
  };
}
