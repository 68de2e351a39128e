/** How the shop looks: catalogue, cart and the steps of an order, beyond what all pages share. */
export const SHOP_STYLE = `
.back { margin: 0 0 .75rem; }
/* The second says that the arrow is not to be read out. */
.back a::before { content: "‹ "; content: "‹ " / ""; }
.back a { display: inline-block; padding: .25rem 0; }
.products { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1.1rem; margin: 0; padding: 0; list-style: none; }
.product { display: flex; flex-direction: column; margin: 0; }
.product h2 { margin: 0 0 .1rem; }
.product p { margin: 0 0 .6rem; }
.product .vendor { color: var(--quiet); }
.product .description { flex: 1; }
.product .price { margin: 0; }
.product .price strong { font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.product .small { font-size: .92rem; }
.product .in-cart { display: inline-block; padding: .35rem .2rem; color: var(--good); font-weight: 600; font-size: .94rem; }
.product form { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .9rem; }
.empty > ul { display: inline-block; text-align: left; max-width: 38rem; margin: 0 0 1.25rem; padding-left: 1.2rem; }
ul.inline { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: .2rem 0; list-style: none; }
ul.inline a { display: inline-block; padding: .2rem 0; }
.lines { margin: 0; padding: 0; list-style: none; }
.lines > li { display: grid; gap: .25rem 1.5rem; padding: 1rem 0; border-bottom: 1px solid var(--line); }
.lines > li:first-child { padding-top: .25rem; }
.lines h2 { margin: 0 0 .15rem; font-size: 1.1rem; }
.lines p, .lines .field { margin-bottom: .35rem; }
.lines .amount p { margin: 0; font-variant-numeric: tabular-nums; }
.lines .amount button { margin-left: -.6rem; }
@media (min-width: 48rem) {
  .lines > li { grid-template-columns: 1fr 17rem 11rem; align-items: start; }
  .lines .amount { text-align: right; }
  .lines .amount button { margin: 0 -.6rem 0 0; }
}
p.total { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: baseline; gap: .2rem 1rem; margin: 1rem 0 0; }
p.total strong { font-size: 1.3rem; }
form > p.total { justify-content: flex-start; }
.card > .lines + p.total { justify-content: flex-end; }
.find { flex: 1 1 20rem; }
.find label { font-weight: 600; }
.find div { display: flex; gap: .5rem; max-width: 34rem; }
.find button { flex: none; min-height: 2.75rem; width: auto; white-space: nowrap; }
.choices { margin: 0 0 1rem; padding: 0; list-style: none; }
.choices > li { border-bottom: 1px solid var(--line); }
.choices > li:has(:checked) { background: var(--soft); }
.choices .choice { padding: .7rem .5rem; }
.choice > div { min-width: 0; flex: 1; }
.choice label { display: block; padding: .05rem 0; cursor: pointer; }
.choice.off input { opacity: .45; }
.choice.off label { color: var(--quiet); cursor: default; }
.choice .badge { white-space: normal; margin: .15rem 0 0 .5rem; }
.pages ul { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.pages li.gap::before { content: "…"; padding: 0 .4rem; color: var(--quiet); }
.pages a, .pages [aria-current] { display: inline-grid; place-items: center; min-width: 2.75rem; min-height: 2.75rem; padding: .2rem .5rem; border-radius: 8px; font-variant-numeric: tabular-nums; }
.pages a { border: 1.5px solid var(--line); text-decoration: none; }
.pages a:hover { background: var(--soft); }
.pages [aria-current] { background: var(--accent); color: var(--on-accent); font-weight: 650; }
fieldset + fieldset { margin-top: 1.75rem; }
form.card > h2 { margin-top: 0; }
.administrator:has(#mode-email:checked) .details-fields { display: none; }
.administrator details { border-bottom: 1px solid var(--line); }
.card > .heading > h2 { margin: 0 0 .75rem; }
.unfinished ul { margin: 0; padding: 0; list-style: none; }
.unfinished li { display: flex; flex-wrap: wrap; align-items: center; gap: .1rem 1rem; }
.terms h2 { font-size: 1.1rem; margin-top: 1.5rem; }
`.trim();
