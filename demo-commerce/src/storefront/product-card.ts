import type { ProductCard } from '../services/catalog/domain/product.ts';
import { type Html, html } from './html.ts';
import { formatMoney } from './money.ts';
import { picture } from './picture.ts';

/** One product in a grid. */
export function productCard({ id, name, category, priceCents, inStock, badge }: ProductCard): Html {
  return html`<li><a class="card" href="/products/${id}">
<span class="picture">${picture(id, category)}${badge !== undefined && html`<b class="badge">${badge}</b>`}</span>
<span class="name">${name}</span>
<span class="meta"><span>${formatMoney(priceCents)}</span>${!inStock && html`<span class="out">Sold out</span>`}</span>
</a></li>`;
}
