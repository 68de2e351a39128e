import type { ContactUnreachable } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, instant, productsInShort, productsOf } from './phrases.ts';

export function contactUnreachable({ brief, contacted, until, url }: ContactUnreachable): Letter {
  const { customer, lines, orderId } = brief;
  return {
    language: 'en',
    subject: `Your customer’s contact could not be reached: ${productsInShort(brief)} for ${customer.name} (order ${orderId})`,
    title: 'Your customer’s contact could not be reached',
    blocks: [
      paragraph('Hello,'),
      paragraph(
        `Before we can set up ${productsOf(lines)} for ${customer.name}, somebody has to name the administrator. ` +
          'Our mail with that question could not be delivered to ',
        { mail: contacted },
        '.',
      ),
      paragraph(
        'Please name another contact, or give the administrator’s details yourself. You can also cancel there.',
      ),
      { kind: 'action', label: 'Open the order', url, copyHint: 'Or copy this address into your browser:' },
      paragraph(`If nobody answers by ${instant(until)}, the order ends: nothing is set up and nothing is charged.`),
      { kind: 'heading', text: 'The order' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}
