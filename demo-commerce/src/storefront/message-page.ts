import { html } from './html.ts';
import { layout } from './layout.ts';

/** A page that says one thing. */
export function messagePage(title: string, text: string): string {
  return layout({
    title,
    body: html`<h1>${title}</h1><p class="notice">${text}</p><p><a href="/">Back to the shop</a></p>`,
  });
}
