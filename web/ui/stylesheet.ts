/**
 * The one stylesheet of all pages, as a string so that it is found from sources and from a build alike. It is served
 * under a name made from its content, so browsers may keep it for ever.
 */
import { createHash } from 'node:crypto';
import { ORDERS_STYLE } from './orders-style.ts';
import { PANEL_STYLE } from './panel-style.ts';
import { SCRIPTS } from './scripts.ts';
import { SHOP_STYLE } from './shop-style.ts';

const SHARED_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --input: #ffffff; --text: #1b2330; --quiet: #54607a; --line: #d5dae3; --field: #7a869c;
  --accent: #1f5fbf; --accent-strong: #174a96; --on-accent: #ffffff; --soft: #eaf1fb;
  --error: #b3261e; --error-soft: #fdf0ef; --good: #1c6b3c; --good-soft: #ebf6ef; --warn: #7a4d00; --warn-soft: #fdf5e6;
  --focus: #1b2330; --focus-glow: #ffbf47;
  --radius: 12px; --space: 1rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161d; --card: #1a2029; --input: #12161d; --text: #e8ecf3; --quiet: #a9b4c6; --line: #333d4c; --field: #7f8ca3;
    --accent: #8ab8ff; --accent-strong: #b1d0ff; --on-accent: #0d1a2e; --soft: #1e2a3d;
    --error: #ff9d94; --error-soft: #33201f; --good: #86d9a5; --good-soft: #182b20; --warn: #f0c274; --warn-soft: #2e2617;
    --focus: #ffffff; --focus-glow: #b97f10;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 6px var(--focus-glow); border-radius: 4px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: var(--space); top: var(--space); padding: .5rem 1rem; background: var(--card); z-index: 1; }
.top { border-bottom: 1px solid var(--line); background: var(--card); }
.top div, .bottom div, main { max-width: 42rem; margin: 0 auto; padding: 0 var(--space); }
.wide .top div, .wide .bottom div, .wide main { max-width: 60rem; }
.top div { display: flex; align-items: center; gap: .6rem; min-height: 3.5rem; font-weight: 600; }
.top svg { flex: none; color: var(--accent); }
.languages { margin-left: auto; flex: none; }
.languages a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .3rem .6rem; border-radius: 8px; font-weight: 500; font-size: .94rem; }
.languages a:hover { background: var(--soft); }
main { padding-top: 1.75rem; padding-bottom: 2.5rem; }
.bottom { color: var(--quiet); font-size: .9rem; padding-bottom: 2rem; }
.bottom p { margin: 0 0 .4rem; }
h1 { font-size: clamp(1.55rem, 1.2rem + 1.6vw, 2.1rem); line-height: 1.2; letter-spacing: -.01em; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .6rem; }
h3 { font-size: 1.02rem; margin: 1.4rem 0 .4rem; }
p { margin: 0 0 1rem; }
.lead { font-size: 1.08rem; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 1.1rem 1.25rem; margin: 0 0 1.5rem; }
.card > :last-child { margin-bottom: 0; }
.card > h2:first-child { margin-top: 0; }
dl.facts { margin: 0; display: grid; gap: .1rem 1.5rem; }
dl.facts dt { color: var(--quiet); font-size: .92rem; }
dl.facts dd { margin: 0 0 .7rem; font-weight: 500; }
dl.facts dd:last-child { margin-bottom: 0; }
dl.facts ul { margin: 0; padding: 0; list-style: none; }
@media (min-width: 34rem) {
  dl.facts { grid-template-columns: minmax(8rem, max-content) 1fr; gap: .55rem 1.5rem; }
  dl.facts dd { margin: 0; }
}
.notice { border-left: 5px solid var(--accent); background: var(--soft); border-radius: 6px; padding: .8rem 1rem; margin: 0 0 1.5rem; }
.notice.good { border-color: var(--good); background: var(--good-soft); }
.notice.warn { border-color: var(--warn); background: var(--warn-soft); }
.notice > :last-child { margin-bottom: 0; }
.summary { border: 3px solid var(--error); background: var(--error-soft); border-radius: var(--radius); padding: 1rem 1.25rem; margin: 0 0 1.75rem; }
.summary h2 { margin: 0 0 .5rem; }
.summary ul { margin: 0; padding: 0; list-style: none; }
.summary li { margin: .15rem 0; }
.summary p:last-child { margin: 0; }
.summary a { display: inline-block; padding: .15rem 0; color: var(--error); font-weight: 600; }
form { margin: 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; font-size: 1.2rem; font-weight: 650; margin: 0 0 .9rem; }
.field { margin: 0 0 1.35rem; }
.field label { display: block; font-weight: 600; margin-bottom: .15rem; }
.field label .quiet { font-weight: 400; }
.hint { color: var(--quiet); font-size: .94rem; margin: 0 0 .35rem; }
.error { color: var(--error); font-weight: 600; margin: 0 0 .35rem; }
.field.wrong { border-left: 4px solid var(--error); padding-left: .9rem; }
input, select { display: block; width: 100%; max-width: 30rem; min-height: 2.9rem; font: inherit; color: var(--text); background: var(--input); border: 1.5px solid var(--field); border-radius: 8px; padding: .5rem .7rem; }
.field.wrong input, .field.wrong select { border-color: var(--error); border-width: 2px; }
input.short { max-width: 18rem; }
.pair { display: grid; gap: 0 1.25rem; max-width: 30rem; }
@media (min-width: 34rem) { .pair { grid-template-columns: 1fr 1fr; align-items: end; } .pair:has(.wrong) { grid-template-columns: 1fr; } }
button, a.button { display: inline-flex; align-items: center; justify-content: center; min-height: 3rem; padding: .6rem 1.5rem; font: inherit; font-weight: 650; color: var(--on-accent); background: var(--accent); border: 2px solid transparent; border-radius: 8px; cursor: pointer; text-decoration: none; }
button:hover, a.button:hover { background: var(--accent-strong); color: var(--on-accent); }
@media (max-width: 33.99rem) { button, a.button { width: 100%; } }
.reference { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: .92em; }
code { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: .92em; background: var(--soft); border-radius: 4px; padding: .05em .3em; }
pre { background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto; font-size: .88rem; line-height: 1.45; }
pre code { background: none; padding: 0; font-size: 1em; overflow-wrap: normal; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; }
th, td:not(:last-child) { overflow-wrap: normal; }
td:last-child { width: 100%; min-width: 12rem; }
tr:last-child td { border-bottom: 0; }
td code { overflow-wrap: normal; white-space: nowrap; }
.method { display: inline-block; min-width: 3.6rem; text-align: center; font-weight: 700; font-size: .8rem; letter-spacing: .03em; color: var(--accent); background: var(--soft); border-radius: 5px; padding: .1rem .5rem; margin-right: .3rem; vertical-align: .1em; }
details { border-top: 1px solid var(--line); padding: .35rem 0; }
summary { cursor: pointer; padding: .35rem 0; font-weight: 600; }
nav.toc ul { columns: 2 18rem; padding: 0; list-style: none; margin: 0; }
nav.toc a { display: inline-block; padding: .2rem 0; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { .top, button, .skip { display: none; } body { background: #fff; } }
`.trim();

const STYLESHEET = [SHARED_STYLE, PANEL_STYLE, SHOP_STYLE, ORDERS_STYLE].filter(Boolean).join('\n');

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fbf"/><path d="M9 16.5l5 5 9-11" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';

function named(stem: string, extension: string, content: string): string {
  return `/assets/${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.${extension}`;
}

/** What is served under `/assets`, by path. Nothing private is ever put here. */
export const ASSETS = {
  stylesheet: { path: named('style', 'css', STYLESHEET), type: 'text/css; charset=utf-8', content: STYLESHEET },
  icon: { path: named('icon', 'svg', ICON), type: 'image/svg+xml', content: ICON },
  ...SCRIPTS,
} as const;
