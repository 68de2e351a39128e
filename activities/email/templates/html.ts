/**
 * The HTML part: one column that reads on a phone, styles inline for readers that drop style sheets, colours that turn
 * with the reader's dark mode, and nothing loaded from anywhere: no images, no fonts, no way to tell that it was opened.
 */

import { unreachable } from '../../../workflows/contract/states.ts';
import { unbroken } from '../mailbox.ts';
import type { Block, Letter, Part } from './letter.ts';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const BODY = `${FONT};font-size:16px;line-height:1.5`;
const INK = '#1c2430';
const SOFT = '#556070';
const LINE = '#d8dde4';
const LINK = '#0b57a4';

/** Only what cannot be inline; classes repeat the inline colours for the dark. Readers without it stay light. */
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background:#14181e!important}
.card{background:#1d232b!important;border-color:#333b46!important}
.ink{color:#e6e9ee!important}
.soft{color:#a3adba!important}
.line{border-color:#333b46!important}
.link{color:#86bdf7!important}
.button{background:#86bdf7!important}
.button a{color:#0e1a28!important}
}`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The only way for data into the HTML: safe in text and in a double-quoted attribute, and on one line. */
function escaped(text: string): string {
  return unbroken(text).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

export function renderHtml(letter: Letter): string {
  return `<!doctype html>
<html lang="${escaped(letter.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(letter.subject)}</title>
<style>${STYLE}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#f3f5f7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="paper" style="background:#f3f5f7">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card" style="max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:6px">
<tr><td class="ink" style="padding:24px 20px;${BODY};color:${INK};text-align:left;word-break:break-word;overflow-wrap:anywhere">
<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:${INK}">${escaped(letter.title)}</h1>
${letter.blocks.map(blockHtml).join('\n')}
<p class="soft line" style="margin:24px 0 0;padding-top:16px;border-top:1px solid ${LINE};font-size:14px;color:${SOFT}">${escaped(letter.footer)}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${block.parts.map(partHtml).join('')}</p>`;
    case 'action':
      return actionHtml(block.label, block.url, block.copyHint);
    case 'heading':
      return `<h2 class="ink" style="margin:24px 0 8px;font-size:17px;line-height:1.3;color:${INK}">${escaped(block.text)}</h2>`;
    case 'facts':
      return `<table cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:0 0 16px;border-collapse:collapse">
${block.rows.map(([label, value]) => factHtml(label, value)).join('\n')}
</table>`;
    case 'list':
      return `<ul style="margin:0 0 16px;padding:0 0 0 20px">
${block.items.map((item) => `<li style="margin:0 0 4px">${escaped(item)}</li>`).join('\n')}
</ul>`;
    default:
      return unreachable(block);
  }
}

function partHtml(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  return linkHtml(`mailto:${encodeURIComponent(part.mail).replaceAll('%40', '@')}`, part.mail);
}

function linkHtml(target: string, words: string): string {
  return `<a class="link" href="${escaped(target)}" style="color:${LINK};text-decoration:underline">${escaped(words)}</a>`;
}

function actionHtml(label: string, url: string, copyHint: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px">
<tr><td class="button" bgcolor="${LINK}" style="background:${LINK};border-radius:5px">
<a href="${escaped(url)}" style="display:inline-block;padding:12px 22px;${BODY};font-weight:600;color:#ffffff;text-decoration:none">${escaped(label)}</a>
</td></tr>
</table>
<p class="soft" style="margin:0 0 16px;font-size:14px;color:${SOFT}">${escaped(copyHint)}<br>
${linkHtml(url, url)}</p>`;
}

function factHtml(label: string, value: string): string {
  const cell = `padding:6px 0;border-bottom:1px solid ${LINE};vertical-align:top;text-align:left;font-size:15px`;
  return `<tr><th scope="row" class="soft line" style="${cell};padding-right:16px;width:34%;font-weight:400;color:${SOFT}">${escaped(label)}</th>
<td class="ink line" style="${cell};color:${INK}">${escaped(value)}</td></tr>`;
}
