/** All colours have a contrast of at least 4.5 to 1 where they carry text. */
const COLORS = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f4f6f6; --ink: #17211f; --quiet: #55635f; --line: #d5dcda;
  --accent: #00665f; --on-accent: #ffffff;
  --good: #14683b; --good-paper: #e2f4e9; --bad: #a3191b; --bad-paper: #fdeaea; --wait: #7a4a00; --wait-paper: #fdf1dc;
  --series-0: #00665f; --series-1: #a3191b; --series-2: #3f51b5; --series-3: #7a4a00; --series-4: #7b1fa2;
  --series-5: #55635f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101615; --panel: #1a2221; --ink: #e7efed; --quiet: #a5b4b0; --line: #33403d;
    --accent: #5fd3c7; --on-accent: #06201d;
    --good: #7fdca3; --good-paper: #12301f; --bad: #ff9c99; --bad-paper: #3a1616; --wait: #f3c57a;
    --wait-paper: #382708;
    --series-0: #5fd3c7; --series-1: #ff9c99; --series-2: #9fa8ff; --series-3: #f3c57a; --series-4: #dfa6f0;
    --series-5: #a5b4b0;
  }
}`;

const TEXT = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0.75rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.25rem 0 0.5rem; }
a { color: var(--accent); }
small, .note, .by { color: var(--quiet); }
code, pre, kbd { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; overflow: auto;
  max-height: 60vh; white-space: pre-wrap; overflow-wrap: anywhere; }
kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0.1rem 0.4rem; background: var(--panel); }
.outside { overflow-wrap: anywhere; }
.whole { display: inline-block; white-space: nowrap; overflow-wrap: normal; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus-visible { outline: none; }
@media (prefers-reduced-motion: no-preference) { button, a { transition: background-color 0.1s; } }`;

const FRAME = `
.skip { position: absolute; left: -100vw; background: var(--accent); color: var(--on-accent); padding: 0.5rem 1rem; }
.skip:focus { left: 0; z-index: 1; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: center; padding: 0.5rem 1.25rem;
  background: var(--panel); border-bottom: 1px solid var(--line); }
header p { margin: 0; }
.brand { font-weight: 700; color: var(--accent); }
.brand span { font-weight: 400; color: var(--quiet); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem; }
nav a { padding: 0.3rem 0.75rem; border-radius: 6px; text-decoration: none; color: var(--ink); }
nav a:hover { background: var(--line); }
nav a[aria-current='page'] { background: var(--accent); color: var(--on-accent); }
.by { margin-left: auto; display: flex; gap: 0.75rem; align-items: center; }
main { padding: 0.5rem 1.25rem 3rem; max-width: 1500px; margin: 0 auto; }
section { margin: 1.25rem 0; }
.headline { font-size: 1.1rem; border-left: 5px solid; padding: 0.4rem 0.75rem; background: var(--panel); }
.headline.good { border-color: var(--good); }
.headline.bad { border-color: var(--bad); }
.warning { background: var(--wait-paper); border-left: 5px solid var(--wait); padding: 0.5rem 0.75rem; margin: 0.5rem 0; }
.warning > strong:first-child { color: var(--wait); margin-right: 0.25rem; }
figure { margin: 1rem 0; }
figcaption { color: var(--quiet); margin-bottom: 0.25rem; }
.u-legend { color: var(--ink); font-size: 13px; }
@media (max-width: 600px) {
  header, main { padding-left: 0.75rem; padding-right: 0.75rem; }
  .by span { display: none; }
  nav { order: 1; width: 100%; }
}`;

const TABLES = `
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table.data { border-collapse: collapse; width: 100%; font-size: 14px; }
.data caption { text-align: left; font-weight: 600; padding: 0.6rem 0.75rem; }
.data th, .data td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem; border-top: 1px solid var(--line); }
.data th { color: var(--quiet); font-weight: 600; white-space: nowrap; background: var(--panel); }
.data td { min-width: 3rem; max-width: 28rem; }
.data td:has(.outside) { min-width: 6rem; }
.data td:has(.whole) { min-width: 12rem; }
.data tbody tr:hover, .data tbody tr:focus-within { background: var(--panel); }
.data .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.data .short, .data .short .outside { white-space: nowrap; overflow-wrap: normal; }
.data .empty { color: var(--quiet); }
time { white-space: nowrap; }
.badge { display: inline-block; padding: 0 0.5rem; border-radius: 999px; border: 1px solid var(--line); white-space: nowrap;
  font-size: 13px; }
.badge.good { color: var(--good); background: var(--good-paper); border-color: transparent; }
.badge.bad { color: var(--bad); background: var(--bad-paper); border-color: transparent; }
.badge.wait { color: var(--wait); background: var(--wait-paper); border-color: transparent; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 0.75rem 1.5rem; margin: 1rem 0; }
.facts dt { color: var(--quiet); font-size: 13px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }`;

/** Where the window is narrow, a row is a card with two columns, and each cell has its heading beside it. */
const CARDS = `
@media (max-width: 600px) {
  .data thead { position: absolute; display: block; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .data tbody tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.1rem 0.75rem; padding: 0.6rem 0.75rem;
    border-top: 1px solid var(--line); }
  .data tbody td, .data td:has(.outside), .data td:has(.whole) { border: 0; padding: 0; min-width: 0; max-width: none;
    overflow-wrap: anywhere; }
  .data .number { text-align: left; }
  .data td[data-label]:not([data-label=''])::before { content: attr(data-label); color: var(--quiet); font-size: 12px;
    margin-right: 0.4rem; }
  .data td:first-child { grid-column: 1 / -1; font-weight: 600; }
  .data td:first-child::before, .data td.buttons::before { display: none; }
  .data td.buttons { grid-column: 1 / -1; display: flex; padding-top: 0.3rem; }
  .data td.buttons:not(:has(button, a)) { display: none; }
  .data td.empty { grid-column: 1 / -1; font-weight: 400; }
}`;

const FORMS = `
button, .button, input, select, textarea { font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.7rem; }
button, .button { cursor: pointer; display: inline-block; text-decoration: none; white-space: nowrap; }
button:hover, .button:hover { background: var(--line); }
button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
button:disabled { opacity: 0.6; cursor: progress; }
button.quiet { border-radius: 999px; padding: 0.1rem 0.6rem; }
td .button, td button { padding: 0.1rem 0.5rem; font-size: 13px; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.4rem; }
td.buttons { display: table-cell; white-space: nowrap; }
td.buttons > * { margin: 0 0.3rem 0.2rem 0; }
.filters { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 1rem 0; }
label { display: flex; flex-direction: column; gap: 0.2rem; color: var(--quiet); font-size: 13px; }
label > * { font-size: 15px; color: var(--ink); }
label.check { flex-direction: row; align-items: baseline; gap: 0.5rem; font-size: 15px; color: var(--ink); margin: 0.75rem 0; }
.edit { display: grid; gap: 0.75rem; max-width: 60rem; }
.edit textarea { width: 100%; font: 13px/1.5 ui-monospace, monospace; }
dialog { background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 10px;
  padding: 1rem 1.5rem; width: min(44rem, calc(100vw - 2rem)); max-height: calc(100vh - 4rem); overflow: auto; }
dialog::backdrop { background: rgb(0 0 0 / 50%); }
dialog h2 { margin-top: 0; }
dialog ul { max-height: 40vh; overflow: auto; padding-left: 1.25rem; overflow-wrap: anywhere; }
dialog .buttons { justify-content: flex-end; }
.words { font-size: 1.05rem; }`;

/** The page's style. It stands here as a text, because the compiler emits code only. */
export const PAGE_STYLE = [COLORS, TEXT, FRAME, TABLES, FORMS, CARDS].join('\n').trimStart();
