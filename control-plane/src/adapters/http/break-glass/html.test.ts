import { expect, it } from 'vitest';
import { html } from './html.ts';

it('escapes every value, and keeps what is markup already', () => {
  const name = `<b>"Bob" & 'Al'</b>`;
  const inner = html`<i>${name}</i>`;
  expect(
    html`<p title="${name}">${inner}${[html`<hr>`, 'a<b']}${null}${undefined}${false}${0}</p>`.text,
  ).toBe(
    '<p title="&#60;b&#62;&#34;Bob&#34; &#38; &#39;Al&#39;&#60;/b&#62;"><i>&#60;b&#62;&#34;Bob&#34; &#38; &#39;Al&#39;&#60;/b&#62;</i><hr>a&#60;b0</p>',
  );
});
