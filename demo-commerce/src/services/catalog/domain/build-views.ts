import { type Product, toCard, toView } from './product.ts';
import { everyCategory, type Variant, type ViewName, viewKey } from './view-key.ts';

const bestsellerCount = 12;

/** The JSON of one view, or null where it has nothing to show. `products` are those that the view is about. */
export function buildView(view: ViewName, variant: Variant, products: readonly Product[]): Buffer | null {
  const withBadge = variant === 'badges';
  switch (view.kind) {
    case 'product': {
      const product = products.find(({ id }) => id === view.id);
      return product === undefined ? null : json(toView(product, withBadge));
    }
    case 'list': {
      const listed =
        view.category === everyCategory
          ? products
          : products.filter(({ category }) => category === view.category);
      return listed.length === 0
        ? null
        : json({ products: listed.map((product) => toCard(product, withBadge)) });
    }
    case 'bestsellers':
      return json({
        items: [...products]
          .sort((a, b) => b.sold - a.sold || (a.id < b.id ? -1 : 1))
          .slice(0, bestsellerCount)
          .map((product) => toCard(product, withBadge)),
      });
  }
}

/** Every view of the assortment by its key. */
export function buildAllViews(products: readonly Product[]): Map<string, Buffer> {
  const categories = [everyCategory, ...new Set(products.map(({ category }) => category))];
  const views: ViewName[] = [
    ...products.map(({ id }) => ({ kind: 'product' as const, id })),
    ...categories.map((category) => ({ kind: 'list' as const, category })),
    { kind: 'bestsellers' },
  ];
  const built = new Map<string, Buffer>();
  for (const variant of ['plain', 'badges'] as const)
    for (const view of views) {
      const bytes = buildView(view, variant, products);
      if (bytes !== null) built.set(viewKey(view, variant), bytes);
    }
  return built;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
