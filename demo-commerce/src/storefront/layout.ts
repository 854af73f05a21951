import { type Html, html } from './html.ts';

/** A whole page. `refreshS` loads it again after so many seconds. */
export function layout(options: { title: string; body: Html; refreshS?: number }): string {
  const { title, body, refreshS } = options;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshS !== undefined && html`<meta http-equiv="refresh" content="${refreshS}">`}
<title>${title} · Harbour &amp; Pine</title>
<link rel="stylesheet" href="/shop.css">
<link rel="icon" href="data:,">
</head>
<body>
<header class="bar"><a class="brand" href="/">Harbour <em>&amp;</em> Pine</a><p>Things that last, sent by post.</p></header>
<main>${body}</main>
<footer>A demo shop: nothing is sold, nobody is charged.</footer>
</body>
</html>
`.text;
}
