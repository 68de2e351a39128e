/** IMOnline's own pages; they look like somebody else's, because that is what they stand in for. */
import { html, raw } from 'hono/html';

type Html = ReturnType<typeof html>;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5b6478; --paper: #fff; --back: #e9ecf5; --line: #c8cede; --brand: #5a2ca0; --bad: #a3241c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef5; --soft: #a9b0c3; --paper: #1d2130; --back: #12141d; --line: #48506a; --brand: #b79cf0; --bad: #ff9d94; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
main { width: 100%; max-width: 25rem; padding: 1.75rem; border-radius: 14px; background: var(--paper); border-top: 6px solid var(--brand); }
.name { margin: 0; font-weight: 700; color: var(--brand); }
h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
label { display: block; margin-top: .9rem; font-weight: 600; }
input { display: block; width: 100%; min-height: 2.9rem; padding: .5rem .7rem; font: inherit; color: inherit; background: transparent; border: 1.5px solid var(--soft); border-radius: 8px; }
button { width: 100%; min-height: 3rem; margin-top: 1.4rem; font: inherit; font-weight: 650; color: var(--paper); background: var(--brand); border: 0; border-radius: 8px; cursor: pointer; }
a { display: inline-block; padding: .6rem 0; color: var(--brand); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.bad { color: var(--bad); font-weight: 600; }
.hint { margin: 1.2rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .92rem; overflow-wrap: anywhere; }
code { font: .95em ui-monospace, monospace; color: var(--ink); }
`;

function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – IMOnline</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<p class="name">IMOnline</p>
${content}
</main>
</body>
</html>`;
}

export function signInPage(shown: {
  uid: string;
  email?: string;
  wrong?: boolean;
  demo: { email: string; password: string } | undefined;
}): Html {
  const { uid, email = '', wrong = false, demo } = shown;
  return page(
    wrong ? 'Error: Sign in' : 'Sign in',
    html`<h1>Sign in to go on to Order Saga</h1>
${wrong ? html`<p class="bad" role="alert">The e-mail address or the password is not right.</p>` : ''}
<form method="post" action="/interaction/${uid}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" value="${email}" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
<a href="/interaction/${uid}/cancel">Cancel</a>
${
  demo === undefined
    ? ''
    : html`<p class="hint">This stands in for IMOnline on this machine. The demo account:<br>
<code>${demo.email}</code><br><code>${demo.password}</code></p>`
}`,
  );
}

export function failurePage(text: string): Html {
  return page('Not possible', html`<h1>This is not possible</h1><p>${text}</p>`);
}
