/** A product as the catalog stores it; prices in cents, `sold` and `stock` in units. */
export interface Product {
  id: string;
  name: string;
  category: string;
  priceCents: number;
  tags: readonly string[];
  blurb: string;
  sold: number;
  stock: number;
  createdAt: string;
}

/** What lists show of a product. */
export interface ProductCard {
  id: string;
  name: string;
  category: string;
  priceCents: number;
  inStock: boolean;
  badge?: string;
}

/** What a product's own page shows. */
export interface ProductView extends ProductCard {
  blurb: string;
  story: string;
  details: { label: string; value: string }[];
  tags: readonly string[];
}

const lowStock = 40;
const bestsellerSold = 60;

/** The card of a product; badges only where the flag `catalog-badges` is on for the reader. */
export function toCard(product: Product, withBadge: boolean): ProductCard {
  const { id, name, category, priceCents } = product;
  const badge = withBadge ? badgeOf(product) : undefined;
  return {
    id,
    name,
    category,
    priceCents,
    inStock: product.stock > 0,
    ...(badge === undefined ? {} : { badge }),
  };
}

/** The full view of a product. */
export function toView(product: Product, withBadge: boolean): ProductView {
  return {
    ...toCard(product, withBadge),
    blurb: product.blurb,
    story: stories[product.category] ?? '',
    details: [
      { label: 'Delivery', value: 'Two to three working days, free above 60 euros; express where in stock.' },
      { label: 'Returns', value: 'Thirty days, no questions, the label is in the box.' },
      { label: 'Packaging', value: 'Recycled board, paper tape, no plastic.' },
      { label: 'Warranty', value: 'Three years on everything that can break, spare parts for ten.' },
      {
        label: 'Repair',
        value: 'Send it to our workshop; parts and labour cost at most a third of the price.',
      },
      {
        label: 'Payment',
        value: 'Card or invoice; the money is taken when the order is confirmed, not before.',
      },
      {
        label: 'Advice',
        value: 'People who use these things answer mails and letters within a working day.',
      },
      { label: 'Article', value: product.id },
    ],
    tags: product.tags,
  };
}

function badgeOf(product: Product): string | undefined {
  if (product.stock > 0 && product.stock < lowStock) return `Only ${product.stock} left`;
  if (product.sold >= bestsellerSold) return 'Bestseller';
  return undefined;
}

const stories: Record<string, string> = {
  Kitchen:
    'Made by three workshops that we have known for years. Every piece is used in our own kitchen for a month before it may enter the shop; what rusts, wobbles or annoys goes back. Wash it by hand, dry it, and it will outlast the kitchen it is used in.',
  Desk: 'For people who still think with their hands. The woods are European and oiled, the metals are powder-coated, the papers come from a mill that has made them since 1887. Nothing blinks, nothing needs an account, and everything can be repaired.',
  Outdoor:
    'Tested between the tree line and the weather. Weights are measured, not promised, and include the bag. Seams are taped by hand; zips, buckles and straps are standard parts that we send for free as long as you own the thing.',
  Home: 'Quiet things for rooms that people live in. Natural fibres and clays, dyes without heavy metals, lamps with sockets for ordinary bulbs. Small series: colours differ a little from batch to batch, and we think that is the point.',
  Audio:
    'Built for listening rather than for talking about. Measured curves are in the box, batteries can be replaced with one screwdriver, and cables are standard. Burn-in is a myth; a good chair is not.',
  Care: 'Short lists of things you can pronounce. Made in batches of two hundred, poured and cut by hand, wrapped in paper. Store it dry, use it up within two years, and give the tin a second life.',
};
