/** The inbox's pages. They work without scripts; everything from a mail is escaped by the `html` tag. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, raw } from 'hono/html';
import type { MailHead, StoredMail } from './mailbox.ts';

const STYLE = readFileSync(join(import.meta.dirname, 'inbox.css'), 'utf8');

type Html = ReturnType<typeof html>;

function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<header><a href="/">Mail inbox</a></header>
<main>${content}</main>
</body>
</html>`;
}

/** `2026-11-27T17:00:05.123Z` → `27 Nov 2026, 17:00:05 UTC`. */
function when(iso: string): Html {
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return html`<time datetime="${iso}">${words.format(new Date(iso))} UTC</time>`;
}

const subjectOf = (mail: MailHead) => mail.subject || '(no subject)';

export function listPage(mails: readonly MailHead[]): Html {
  if (mails.length === 0) {
    return page(
      'Mail inbox: empty',
      html`<h1>No mail yet</h1>
<p>Mails that the local stack sends appear here; none of them leaves this machine.</p>
<p><a class="action" href="/">Look again</a></p>`,
    );
  }
  return page(
    `Mail inbox: ${mails.length}`,
    html`<h1>${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}, newest first</h1>
<ol class="mails">${mails.map(
      (mail) => html`
<li><a href="/messages/${mail.id}"><span class="subject">${subjectOf(mail)}</span>
<span class="about">to ${mail.to} · ${when(mail.date)}</span></a></li>`,
    )}
</ol>`,
  );
}

export function mailPage(mail: StoredMail, sandbox: string): Html {
  return page(
    `${subjectOf(mail)}: mail inbox`,
    html`<p><a href="/">All mails</a></p>
<h1>${subjectOf(mail)}</h1>
<p class="about">to ${mail.to} · ${when(mail.date)}</p>
${
  mail.html === ''
    ? html`<p>This mail has no HTML part.</p>`
    : html`<iframe title="The mail as HTML" sandbox="${sandbox}" src="/messages/${mail.id}/body"></iframe>`
}
<details${mail.html === '' ? raw(' open') : ''}><summary>Plain text</summary><pre>${linked(mail.text)}</pre></details>
<details><summary>Headers</summary><dl>${mail.headers.map(
      ({ name, value }) => html`
<dt>${name}</dt><dd>${value}</dd>`,
    )}
</dl></details>`,
  );
}

/** Plain text whose web addresses can be followed. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}

/** The mail's own HTML, to be shown in a sandbox only. Its links open in the whole window instead of in the frame. */
export function bodyPage(mail: StoredMail): string {
  const base = '<base target="_top">';
  return /<head[^>]*>/i.test(mail.html) ? mail.html.replace(/<head[^>]*>/i, `$&${base}`) : base + mail.html;
}

export function missingPage(): Html {
  return page(
    'Not found: mail inbox',
    html`<h1>There is no such mail</h1>
<p>The inbox may have been started anew since.</p>
<p><a class="action" href="/">All mails</a></p>`,
  );
}
