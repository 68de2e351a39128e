/** The inbox's whole style sheet. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #556070; --paper: #fff; --line: #d8dde4; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #a3adba; --paper: #14181e; --line: #333b46; --link: #86bdf7; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { padding: .75rem 1rem; border-bottom: 1px solid var(--line); }
header a { color: inherit; font-weight: 600; text-decoration: none; }
header a:hover { text-decoration: underline; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: .5rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.about { color: var(--soft); font-size: .9rem; margin: 0 0 1rem; }
.mails { list-style: none; margin: 1rem 0; padding: 0; border-top: 1px solid var(--line); }
.mails li { border-bottom: 1px solid var(--line); }
.mails a { display: block; padding: .75rem .25rem; text-decoration: none; color: inherit; }
.mails a:hover .subject { text-decoration: underline; }
.mails .subject { display: block; font-weight: 600; color: var(--link); }
.mails .about { display: block; margin: 0; }
.action { display: inline-block; padding: .6rem 1rem; border: 1px solid var(--link); border-radius: .3rem; text-decoration: none; }
iframe { display: block; width: 100%; height: 70vh; min-height: 32rem; border: 1px solid var(--line); border-radius: .3rem; background: #fff; }
details { margin: 1rem 0; border-top: 1px solid var(--line); padding-top: .75rem; }
summary { cursor: pointer; font-weight: 600; padding: .25rem 0; }
pre { white-space: pre-wrap; font: .9rem/1.5 ui-monospace, monospace; margin: .5rem 0; }
dl { font-size: .9rem; margin: .5rem 0; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
`;
