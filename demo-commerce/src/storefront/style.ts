/** The shop's one style sheet: light and dark, from phone to desk. */
export const styleSheet = `
:root { color-scheme: light dark; --ink: light-dark(#22302c, #e8ece9); --soft: light-dark(#5c6b66, #a3b0ab);
  --paper: light-dark(#faf8f4, #171d1b); --card: light-dark(#ffffff, #202826); --line: light-dark(#e3ded4, #323c39);
  --accent: light-dark(#1f6a55, #6fcbaf); --on-accent: light-dark(#ffffff, #10201b);
  --warn: light-dark(#fdf1d8, #3a2f17); --warn-ink: light-dark(#6b4a05, #f3d48a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
a { color: inherit; }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main, .bar, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
.bar { display: flex; align-items: baseline; gap: 1rem; padding-block: 1.25rem; flex-wrap: wrap; }
.bar p { margin: 0; color: var(--soft); }
.brand { font: 600 1.5rem/1 ui-serif, Georgia, serif; text-decoration: none; }
.brand em { color: var(--accent); }
h1 { font: 600 clamp(1.6rem, 4vw, 2.3rem)/1.15 ui-serif, Georgia, serif; margin: .75rem 0 1rem; }
h2 { font: 600 1.35rem/1.2 ui-serif, Georgia, serif; margin: 2rem 0 .75rem; }
.categories { display: flex; gap: .5rem; flex-wrap: wrap; }
.categories a { padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 99px; text-decoration: none; background: var(--card); }
.categories a[aria-current] { background: var(--accent); color: var(--on-accent); border-color: transparent; }
.crumbs { color: var(--soft); font-size: .9rem; }
.grid { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); }
.grid.small { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
.grid.compact { gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); font-size: .9rem; }
.card { display: flex; flex-direction: column; height: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; text-decoration: none; transition: transform .12s, box-shadow .12s; }
.card:hover { transform: translateY(-2px); box-shadow: 0 8px 24px rgb(0 0 0 / .09); }
.picture { position: relative; display: block; aspect-ratio: 4 / 3; }
.picture svg { width: 100%; height: 100%; display: block; }
.picture.large { border-radius: 18px; overflow: hidden; }
.badge { position: absolute; left: .6rem; top: .6rem; padding: .1rem .6rem; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-size: .78rem; font-weight: 600; }
.name { padding: .7rem .9rem 0; font-weight: 600; }
.meta { display: flex; justify-content: space-between; padding: .1rem .9rem .8rem; margin-top: auto; color: var(--soft); }
.out { color: var(--warn-ink); }
.product { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); align-items: start; margin-top: .75rem; }
.price { font-size: 1.4rem; margin: 0 0 .5rem; }
.blurb { font-size: 1.1rem; color: var(--soft); }
.order { display: grid; gap: .9rem; margin-top: 1.25rem; padding: 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.order label { display: grid; gap: .25rem; font-size: .92rem; color: var(--soft); }
.order .check { display: flex; align-items: center; gap: .5rem; }
input, select, button { font: inherit; color: inherit; min-height: 2.75rem; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 9px; background: var(--paper); }
input[type=checkbox] { min-height: 0; width: 1.15rem; height: 1.15rem; accent-color: var(--accent); }
button { background: var(--accent); color: var(--on-accent); border-color: transparent; font-weight: 600; cursor: pointer; }
.notice { background: var(--warn); color: var(--warn-ink); padding: .6rem .9rem; border-radius: 10px; margin: 0 0 1rem; }
.story { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); color: var(--soft); }
.story dl { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
dt { font-weight: 600; color: var(--ink); } dd { margin: 0; }
.status { font-size: 1.2rem; } .status.confirmed { color: var(--accent); } .status.cancelled { color: var(--warn-ink); }
.steps { display: flex; gap: .5rem; list-style: none; padding: 0; flex-wrap: wrap; }
.steps li { flex: 1 1 9rem; padding-top: .5rem; border-top: 4px solid var(--line); color: var(--soft); }
.steps .done { border-color: var(--accent); color: var(--ink); }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; } th, td { text-align: left; padding: .5rem; border-bottom: 1px solid var(--line); }
.fine { color: var(--soft); font-size: .9rem; }
footer { padding-block: 2.5rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 44rem) { .product { grid-template-columns: 1fr; gap: 1rem; } .grid { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (prefers-reduced-motion: reduce) { .card { transition: none; } }
`;
