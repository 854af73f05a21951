import type { OrderView } from '../services/order/domain/order-view.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { formatMoney } from './money.ts';

const steps = ['placed', 'reserved', 'confirmed'];

/** An order and how far it has come; reloads itself until that is settled. */
export function orderPage(order: OrderView): string {
  const { id, status, statusText, reason, hint, label, delivery, lines, totalCents } = order;
  const isSettled = status === 'confirmed' || status === 'cancelled';
  const reached = status === 'payment_deferred' ? 1 : steps.indexOf(status);
  return layout({
    title: 'Your order',
    ...(isSettled ? {} : { refreshS: 2 }),
    body: html`
<h1>${status === 'confirmed' ? 'Thank you' : 'Your order'}</h1>
<p class="status ${status}">${statusText}${reason !== undefined && `: ${reason}`}</p>
${hint !== undefined && html`<p class="notice">${hint}</p>`}
${status !== 'cancelled' && html`<ol class="steps">${['Received', 'Stock held', 'Paid and confirmed'].map((step, i) => html`<li${i <= reached && html` class="done"`}>${step}</li>`)}</ol>`}
<table><thead><tr><th>Article</th><th>Quantity</th><th>Price</th></tr></thead>
<tbody>${lines.map((line) => html`<tr><td><a href="/products/${line.productId}">${line.productId}</a></td><td>${line.quantity}</td><td>${formatMoney(line.quantity * line.unitCents)}</td></tr>`)}</tbody>
<tfoot><tr><th colspan="2">Total, ${label ?? `${delivery} delivery`}</th><th>${formatMoney(totalCents)}</th></tr></tfoot></table>
<p class="fine">Order ${id}</p>`,
  });
}
