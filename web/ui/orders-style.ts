/** How the pages of orders look, beyond what all pages share. */
export const ORDERS_STYLE = `
.caption { margin: 0 0 .15rem; color: var(--quiet); font-weight: 600; }
.unit { font-weight: 400; color: var(--quiet); font-size: .88em; }
.order-head { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem 1rem; margin: 0 0 1.25rem; }
.order-head h1 { margin: 0; }
.order-label { display: block; font-size: .95rem; font-weight: 600; letter-spacing: 0; color: var(--quiet); }
.order-number { font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; letter-spacing: .04em; user-select: all; }
.order-head button { min-height: 2.75rem; padding: .3rem .9rem; width: auto; font-size: .95rem; color: var(--accent); background: transparent; border-color: currentColor; }
.order-head button:hover { background: var(--soft); color: var(--accent-strong); }
.order-head button[hidden] { display: none; }
.standing { border-left: 6px solid var(--accent); }
.standing.good { border-left-color: var(--good); }
.standing.warn { border-left-color: var(--warn); }
.standing.bad { border-left-color: var(--error); }
.standing.off { border-left-color: var(--field); }
.standing .state { margin: 0 0 .6rem; }
.standing .state .badge { font-size: 1.05rem; padding: .2rem .9rem; }
.standing .lead { margin-bottom: .9rem; }
.standing > :last-child { margin-bottom: 0; }
.options { display: grid; gap: 1.1rem 1.75rem; }
.options h2 { margin: 0; }
.options p { margin: .35rem 0 0; font-size: .94rem; }
.options .button, .options button { width: 100%; }
@media (min-width: 44rem) { .options { grid-template-columns: 1fr 1fr; } .options h2, .options > p { grid-column: 1 / -1; } }
.columns { display: grid; gap: 0 1.5rem; }
@media (min-width: 56rem) { .columns { grid-template-columns: 1fr 1fr; align-items: start; } }
.list tfoot th, .list tfoot td, .list tbody tr:last-child th { border-bottom: 0; }
.list tfoot tr { border-top: 2px solid var(--line); }
.seats-of { white-space: nowrap; }
.list tbody th { color: var(--text); font-size: 1rem; white-space: normal; }
.list tbody th .quiet { font-weight: 400; font-size: .92rem; }
.timeline { margin: 0; padding: 0; list-style: none; }
.timeline li { position: relative; padding: 0 0 1.1rem 1.6rem; border-left: 2px solid var(--line); margin-left: .45rem; }
.timeline li:last-child { padding-bottom: 0; border-color: transparent; }
.timeline li::before { content: ""; position: absolute; left: -.5rem; top: .35rem; width: .8rem; height: .8rem; border-radius: 50%; background: var(--card); border: 2.5px solid var(--accent); }
.timeline p { margin: 0; }
.timeline .quiet { font-size: .92rem; }
.given { margin: .6rem 0 0; }
.live-hint { font-size: .94rem; }
.waits-on-you { color: var(--warn); font-weight: 650; font-size: .92rem; }
.orders .list td { vertical-align: top; }
.orders .list div.quiet, .orders .list span.quiet { font-size: .92rem; }
.orders .list .reference { font-weight: 650; white-space: nowrap; }
@media (max-width: 43.99rem) {
  .list.stacks tfoot, .list.stacks tbody th, .list.stacks tfoot th { display: block; }
  .list.stacks tfoot tr { border-bottom: 0; }
  .list.stacks tfoot th { display: none; }
  .list.stacks td.number { text-align: left; }
  .list.stacks tbody th { padding: .15rem 0; border: 0; }
  .toolbar .field { flex: 1 1 9rem; }
  .toolbar .field.grow { flex-basis: 100%; }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb; --accent: #000; --soft: #fff; --good: #000; --warn: #000; --error: #000; }
  .no-print, .back, .live-hint, .order-head button, .pages, .notice.good { display: none; }
  html { font-size: 80%; }
  main { padding: 0; max-width: none; }
  .card { break-inside: avoid; margin-bottom: 1rem; padding: .7rem .9rem; border-color: #bbb; }
  .columns { grid-template-columns: 1fr 1fr; }
  .badge { border: 1px solid #000; background: none; color: #000; }
  a { color: #000; text-decoration: none; }
}
`.trim();
