import type { ProductCard } from '../services/catalog/domain/product.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { productCard } from './product-card.ts';

const categories = ['Kitchen', 'Desk', 'Outdoor', 'Home', 'Audio', 'Care'];

/** The list of products, of one category or of all. */
export function homePage(options: {
  products: readonly ProductCard[];
  category: string | undefined;
  isCompact: boolean;
  isStale: boolean;
}): string {
  const { products, category, isCompact, isStale } = options;
  const link = (name: string | undefined) =>
    html`<a href="${name === undefined ? '/' : `/?category=${name}`}"${name === category && html` aria-current="page"`}>${name ?? 'Everything'}</a>`;
  return layout({
    title: category ?? 'Everything',
    body: html`
<nav class="categories" aria-label="Categories">${[undefined, ...categories].map(link)}</nav>
<h1>${category ?? 'Everything in the shop'}</h1>
${isStale && html`<p class="notice">Prices and stock may be a little old right now.</p>`}
${products.length === 0 && html`<p class="notice">Nothing here at the moment.</p>`}
<ul class="grid${isCompact ? ' compact' : ''}">${products.map(productCard)}</ul>`,
  });
}
