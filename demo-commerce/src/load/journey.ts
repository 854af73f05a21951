/** One request of one shopper. */
export type Visit =
  | { kind: 'browse'; userId: string; category: string | undefined }
  | { kind: 'product'; userId: string; productId: string }
  | {
      kind: 'order';
      userId: string;
      lines: { productId: string; quantity: number }[];
      card: string;
      express: boolean;
    };

/** Of a hundred visits so many browse and look at a product; the rest order. */
export const mix = { browse: 55, product: 37 };
/** Shoppers that come back under the same id. */
export const shoppers = 4000;

const categories = [undefined, undefined, 'Kitchen', 'Desk', 'Outdoor', 'Home', 'Audio', 'Care'];

/** The next visit. `random` gives numbers in [0, 1); without products everybody browses. */
export function nextVisit(random: () => number, productIds: readonly string[]): Visit {
  const userId = `shopper-${Math.floor(random() * shoppers)}`;
  const roll = random() * 100;
  if (roll < mix.browse || productIds.length === 0)
    return { kind: 'browse', userId, category: categories[Math.floor(random() * categories.length)] };
  if (roll < mix.browse + mix.product)
    return { kind: 'product', userId, productId: popular(random, productIds) };
  const lines = [{ productId: popular(random, productIds), quantity: random() < 0.8 ? 1 : 2 }];
  if (random() < 0.3) {
    const productId = popular(random, productIds);
    if (productId !== lines[0]!.productId) lines.push({ productId, quantity: 1 });
  }
  return {
    kind: 'order',
    userId,
    lines,
    card: random() < 0.01 ? 'card-declined' : 'card-ok',
    express: random() < 0.3,
  };
}

/** Few products get most of the attention. */
function popular(random: () => number, productIds: readonly string[]): string {
  return productIds[Math.floor(productIds.length * random() ** 2)]!;
}
