import { describe, expect, test } from 'vitest';
import type { LastCopy } from '../services/gateway/catalog-client.ts';
import { closedPage, homePage } from './home-page.ts';
import { html } from './html.ts';
import { formatMoney } from './money.ts';
import { productPage } from './product-page.ts';

const card = { id: 'kettle', name: 'Kettle <b>', category: 'Kitchen', priceCents: 6490, inStock: true };
const product = { ...card, blurb: 'Hot', story: '', details: [], tags: [] };

describe('pages', () => {
  test('escape what they show', () => {
    expect(html`<p title="${'"'}">${'<script>'}${html`<b>ok</b>`}${undefined}${false}</p>`.text).toBe(
      '<p title="&quot;">&lt;script&gt;<b>ok</b></p>',
    );
    expect(homePage({ products: [card], category: undefined, isCompact: false, copy: undefined })).toContain(
      'Kettle &lt;b&gt;',
    );
  });

  test('say when recommendations are the fallback, and only then', () => {
    const page = (degraded: boolean) =>
      productPage({
        product,
        isStale: false,
        requestId: 'r',
        recommendations: { items: [card], degraded, source: degraded ? 'bestsellers' : 'ranker-v1' },
      });
    expect(page(true)).toContain('Bestsellers');
    expect(page(true)).toContain('data-degraded="true"');
    expect(page(false)).not.toContain('Bestsellers');
    expect(page(false)).toContain('data-degraded="false"');
  });

  test('say why a list is old, and how old where nobody renews it', () => {
    const page = (copy: LastCopy | undefined) =>
      homePage({ products: [card], category: undefined, isCompact: false, copy });
    expect(page(undefined)).not.toContain('class="notice"');
    expect(page({ because: 'catalog', ageMs: 60_000 })).toContain('may be a little old');
    expect(page({ because: 'catalog.browse', ageMs: 59_000 })).toContain('from less than a minute ago.');
    expect(page({ because: 'catalog.browse', ageMs: 60_000 })).toContain('from 1 minute ago.');
    expect(page({ because: 'catalog.browse', ageMs: 3 * 3_600_000 + 1 })).toContain('from 3 hours ago.');
  });

  test('say that browsing is closed, and what works', () => {
    const page = closedPage('Audio');
    expect(page).toContain('<h1>Browsing is closed for the moment</h1>');
    expect(page).toContain('ordering works as usual');
    expect(page).toContain('<a href="/?category=Audio" aria-current="page">');
  });

  test('show smaller cards where the flag is on', () => {
    const page = (isCompact: boolean) =>
      homePage({ products: [card], category: 'Kitchen', isCompact, copy: undefined });
    expect(page(true)).toContain('class="grid compact"');
    expect(page(false)).toContain('class="grid"');
  });

  test('write money with two digits after the point', () => {
    expect([formatMoney(6490), formatMoney(5), formatMoney(100)]).toEqual(['€ 64.90', '€ 0.05', '€ 1.00']);
  });
});
