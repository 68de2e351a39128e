/** The plain text part. Every piece of data stays on its line, so none can pass for a paragraph of ours. */

import { unreachable } from '../../../workflows/contract/states.ts';
import { oneLine } from '../mailbox.ts';
import type { Block, Letter } from './letter.ts';

// The line before the footer is the signature mark of RFC 3676 §4.3.
export function renderText(letter: Letter): string {
  return `${[...letter.blocks.map(blockText), `-- \n${oneLine(letter.footer)}`].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return oneLine(block.parts.map((part) => (typeof part === 'string' ? part : part.mail)).join(''));
    case 'action':
      // The URL alone on its line: mail readers then link all of it and nothing else.
      return `${oneLine(block.label)}:\n${oneLine(block.url)}`;
    case 'heading':
      return oneLine(block.text);
    case 'facts':
      return block.rows.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${oneLine(item)}`).join('\n');
    default:
      return unreachable(block);
  }
}
