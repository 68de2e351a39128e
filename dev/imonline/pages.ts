/** IMOnline's own pages; they look like somebody else's, because that is what they stand in for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, raw } from 'hono/html';

type Html = ReturnType<typeof html>;

const STYLE = readFileSync(join(import.meta.dirname, 'imonline.css'), 'utf8');

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
