import type { ProductView } from '../services/catalog/domain/product.ts';
import type { Recommendations } from '../services/gateway/recommendations.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { formatMoney } from './money.ts';
import { picture } from './picture.ts';
import { productCard } from './product-card.ts';

/** A product, the form to order it, and what goes with it. */
export function productPage(options: {
  product: ProductView;
  isStale: boolean;
  recommendations: Recommendations;
  /** Makes the form's order one order, however often it is sent. */
  requestId: string;
}): string {
  const { product, isStale, recommendations, requestId } = options;
  return layout({
    title: product.name,
    body: html`
<nav class="crumbs" aria-label="Breadcrumb"><a href="/">Everything</a> / <a href="/?category=${product.category}">${product.category}</a></nav>
<article class="product">
<div class="picture large">${picture(product.id, product.category)}${product.badge !== undefined && html`<b class="badge">${product.badge}</b>`}</div>
<div>
<h1>${product.name}</h1>
<p class="price">${formatMoney(product.priceCents)}</p>
<p class="blurb">${product.blurb}</p>
${isStale && html`<p class="notice">Price and stock may be a little old right now.</p>`}
${product.inStock ? orderForm(product.id, requestId) : html`<p class="notice">Sold out; more is on its way.</p>`}
</div>
</article>
${besides(recommendations)}
<section class="story"><p>${product.story}</p><dl>${product.details.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></section>`,
  });
}

function orderForm(productId: string, requestId: string): Html {
  return html`<form class="order" method="post" action="/orders">
<input type="hidden" name="productId" value="${productId}">
<input type="hidden" name="requestId" value="${requestId}">
<label>Quantity <input name="quantity" type="number" min="1" max="20" value="1" required></label>
<label>Pay with <select name="card"><option value="card-ok">Card that works</option><option value="card-declined">Card without funds</option><option value="card-expired">Expired card</option></select></label>
<label class="check"><input name="express" type="checkbox"> Express delivery</label>
<button type="submit">Order now</button>
</form>`;
}

function besides({ items, degraded, source }: Recommendations): Html {
  if (items.length === 0) return html``;
  const areBestsellers = source === 'bestsellers';
  return html`<section aria-labelledby="beside" data-degraded="${String(degraded)}">
<h2 id="beside">${areBestsellers ? 'Bestsellers' : 'Goes well with it'}</h2>
${areBestsellers && html`<p class="notice">Personal recommendations are resting; these are what others buy most.</p>`}
<ul class="grid small">${items.map(productCard)}</ul>
</section>`;
}
