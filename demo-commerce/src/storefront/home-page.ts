import type { ProductCard } from '../services/catalog/domain/product.ts';
import type { LastCopy } from '../services/gateway/catalog-client.ts';
import { formatAge } from './age.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { productCard } from './product-card.ts';

const categories = ['Kitchen', 'Desk', 'Outdoor', 'Home', 'Audio', 'Care'];

/** The list of products, of one category or of all. */
export function homePage(options: {
  products: readonly ProductCard[];
  category: string | undefined;
  isCompact: boolean;
  /** Set where the list comes from memory. */
  copy: LastCopy | undefined;
}): string {
  const { products, category, isCompact, copy } = options;
  return layout({
    title: category ?? 'Everything',
    body: html`
${categoryLinks(category)}
<h1>${category ?? 'Everything in the shop'}</h1>
${copy !== undefined && copyNotice(copy)}
${products.length === 0 && html`<p class="notice">Nothing here at the moment.</p>`}
<ul class="grid${isCompact ? ' compact' : ''}">${products.map(productCard)}</ul>`,
  });
}

/** In place of a list that is shed and not at hand either. */
export function closedPage(category: string | undefined): string {
  return layout({
    title: 'Browsing is closed',
    body: html`
${categoryLinks(category)}
<h1>Browsing is closed for the moment</h1>
<p class="notice">We cannot show this list right now. The page of each product still opens, and ordering works as usual: use a link or a bookmark of yours, or look here again later.</p>`,
  });
}

function categoryLinks(current: string | undefined): Html {
  const link = (name: string | undefined) =>
    html`<a href="${name === undefined ? '/' : `/?category=${name}`}"${name === current && html` aria-current="page"`}>${name ?? 'Everything'}</a>`;
  return html`<nav class="categories" aria-label="Categories">${[undefined, ...categories].map(link)}</nav>`;
}

function copyNotice({ because, ageMs }: LastCopy): Html {
  return because === 'catalog'
    ? html`<p class="notice">Prices and stock may be a little old right now.</p>`
    : html`<p class="notice">Lists are not renewed at the moment; this one is from ${formatAge(ageMs)}. The price on a product's own page is the one that counts, and ordering works as usual.</p>`;
}
