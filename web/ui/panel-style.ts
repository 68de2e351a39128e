/** How the control panel looks: its frame, and the parts that its pages are made of. */
export const PANEL_STYLE = `
.top div.bar { max-width: 72rem; display: flex; flex-wrap: wrap; align-items: center; gap: .35rem 1rem; padding-top: .5rem; padding-bottom: .5rem; font-weight: 400; }
.bar .brand { display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; font-weight: 600; color: var(--text); text-decoration: none; }
.bar search { flex: 1 1 9rem; max-width: 22rem; }
.bar search form { display: flex; }
.bar search input { min-height: 2.75rem; min-width: 0; max-width: none; border-right: 0; border-radius: 8px 0 0 8px; }
.bar search button { flex: none; min-height: 2.75rem; padding: .4rem 1rem; border-radius: 0 8px 8px 0; width: auto; }
.bar .menu { display: flex; gap: .15rem; margin-left: auto; }
.bar .menu a { display: flex; align-items: center; gap: .4rem; min-height: 2.75rem; padding: .35rem .5rem; border-radius: 8px; color: var(--text); text-decoration: none; font-weight: 550; white-space: nowrap; }
.bar .menu a:hover { background: var(--soft); color: var(--accent-strong); }
.bar .menu a[aria-current] { background: var(--soft); color: var(--accent-strong); }
.bar .menu svg { color: inherit; }
.bar .account { display: flex; align-items: center; gap: .25rem; }
.bar .who { max-width: 7.5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet); font-size: .94rem; margin-right: .25rem; }
.bar .languages { margin: 0; }
.bar .account { margin-right: -.6rem; }
.bar .account button, button.plain, a.plain { min-height: 2.75rem; width: auto; padding: .3rem .6rem; background: none; border-color: transparent; color: var(--accent); font-weight: 550; font-size: .94rem; text-decoration: none; white-space: nowrap; }
.bar .account button:hover, button.plain:hover, a.plain:hover { background: var(--soft); color: var(--accent-strong); }
.count { display: inline-block; min-width: 1.55em; padding: .05em .45em; border-radius: 1em; text-align: center; font-size: .82rem; font-weight: 700; line-height: 1.5; color: var(--on-accent); background: var(--accent); font-variant-numeric: tabular-nums; }
.count.none { color: var(--quiet); background: var(--page); box-shadow: inset 0 0 0 1px var(--line); }
.count.urgent { color: var(--warn); background: var(--warn-soft); box-shadow: inset 0 0 0 1.5px currentColor; }
@media (min-width: 44.01rem) and (max-width: 84rem) {
  .bar .menu a:not([href$="/cart"]) svg { display: none; }
  .bar .who { max-width: 6rem; }
}
@media (max-width: 76rem) {
  .bar search { order: 3; flex-basis: 100%; max-width: none; }
  .bar .account { order: 2; }
  .bar .who { display: none; }
}
@media (max-width: 58rem) {
  .bar .brand span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
}
@media (max-width: 44rem) {
  .bar .menu .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .bar .account { order: 4; flex-basis: 100%; min-width: 0; margin-right: 0; border-top: 1px solid var(--line); padding-top: .2rem; }
  .bar .who { display: block; flex: 1 1 0; min-width: 0; max-width: none; }
  .bar .menu a { min-width: 2.75rem; justify-content: center; }
  .bar .account button { padding: .3rem .5rem; }
}
body:has(.bar) main { max-width: 46rem; }
body.wide:has(.bar) main, body:has(.bar) .bottom > div { max-width: 72rem; }

.ways { display: grid; gap: 1.25rem; }
.ways .card { margin: 0; }
.ways .button, .ways button { width: 100%; max-width: 30rem; }
@media (min-width: 44rem) { .ways { grid-template-columns: 1fr 1fr; align-items: start; } main:has(.ways), body:has(.ways) .top > div { max-width: 54rem; } }
.card.tile h2 { margin: 0 0 .3rem; }
.card.tile { position: relative; }
.card.tile:hover { border-color: var(--accent); }
.card.tile h2 a::after { content: ""; position: absolute; inset: 0; border-radius: var(--radius); }

a.button.second, button.second { color: var(--accent); background: transparent; border-color: currentColor; }
a.button.second:hover, button.second:hover { color: var(--accent-strong); background: var(--soft); }
button.danger, a.button.danger { background: var(--error); color: var(--card); }
button.danger:hover, a.button.danger:hover { background: var(--error); color: var(--card); text-decoration: underline; }
button.small, a.button.small { min-height: 2.75rem; padding: .3rem .9rem; font-size: .95rem; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; margin: 1.5rem 0 0; }
.actions + p { margin-top: 1.5rem; }
.toolbar { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1rem; margin: 0 0 1.25rem; }
.toolbar .field { margin: 0; }
.toolbar .grow { flex: 1 1 14rem; }
.toolbar input, .toolbar select { min-height: 2.75rem; }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1.5rem; }

.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .86rem; font-weight: 650; white-space: nowrap; color: var(--accent-strong); background: var(--soft); box-shadow: inset 0 0 0 1px var(--line); }
.badge.good { color: var(--good); background: var(--good-soft); }
.badge.warn { color: var(--warn); background: var(--warn-soft); }
.badge.bad { color: var(--error); background: var(--error-soft); }
.badge.quiet { color: var(--quiet); background: var(--page); }

table.list { font-size: 1rem; }
.list th, .list td, .list td:last-child { width: auto; min-width: 0; padding: .65rem .9rem .65rem 0; vertical-align: middle; }
.list th { font-size: .9rem; white-space: nowrap; }
.list tbody tr:hover { background: var(--soft); }
.list .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.list .action { text-align: right; padding-right: 0; }
@media (max-width: 43.99rem) {
  .list.stacks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .list.stacks, .list.stacks tbody, .list.stacks tr, .list.stacks td { display: block; width: 100%; }
  .list.stacks tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .list.stacks td, .list.stacks td:last-child { padding: .15rem 0; border: 0; text-align: left; }
  .list.stacks td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); font-weight: 400; }
}

.steps { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: 0 0 1.5rem; padding: 0; list-style: none; counter-reset: step; font-size: .94rem; }
.steps li { display: flex; align-items: center; gap: .45rem; color: var(--quiet); counter-increment: step; }
.steps li::before { content: counter(step); display: inline-grid; place-items: center; width: 1.65rem; height: 1.65rem; border-radius: 50%; border: 1.5px solid var(--field); font-size: .85rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.steps li.done::before { content: "✓"; color: var(--good); background: var(--good-soft); border-color: currentColor; }
.steps li[aria-current]::before { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.steps li[aria-current] { color: var(--text); font-weight: 650; }
@media (max-width: 43.99rem) { .steps li:not([aria-current]) > * { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }

.empty { text-align: center; padding: 2.75rem 1.25rem; }
.empty h2 { margin-top: 0; }
.empty svg { color: var(--field); width: 48px; height: 48px; }
.total { font-size: 1.15rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.choice { display: flex; gap: .75rem; align-items: start; padding: .55rem 0; }
.choice input { flex: none; width: 1.5rem; height: 1.5rem; min-height: 0; margin: .1rem 0 0; accent-color: var(--accent); }
.choice label { font-weight: 600; }
.choice .hint { font-weight: 400; margin: .1rem 0 0; }
::placeholder { color: var(--quiet); opacity: 1; }
input[type="number"] { max-width: 9rem; font-variant-numeric: tabular-nums; }
input[type="checkbox"], input[type="radio"] { accent-color: var(--accent); }
textarea { display: block; width: 100%; max-width: 30rem; min-height: 6rem; font: inherit; color: var(--text); background: var(--input); border: 1.5px solid var(--field); border-radius: 8px; padding: .5rem .7rem; }
.pages { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; }
@media print { .bar, .steps, .actions, .toolbar { display: none; } }
`.trim();
