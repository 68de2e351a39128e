import type { OrderHeld } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, productsInShort, productsOf } from './phrases.ts';

export function orderHeld({ brief, reason, leftovers, toGoOn }: OrderHeld): Letter {
  const { customer, orderId } = brief;
  return {
    language: 'en',
    subject: `Your order is on hold: ${productsInShort(brief)} for ${customer.name} (order ${orderId})`,
    title: 'Your order is on hold',
    blocks: [
      paragraph('Hello,'),
      paragraph(`Your order of ${productsOf(brief.lines)} for ${customer.name} cannot go on by itself.`),
      {
        kind: 'facts',
        rows: [
          ['What happened', reason],
          ['How it goes on', toGoOn],
        ],
      },
      ...(leftovers.length === 0
        ? []
        : [
            paragraph('This may still exist at the vendor, and is being looked after:'),
            { kind: 'list' as const, items: leftovers },
          ]),
      paragraph('The order is kept, and you need not order again.'),
      { kind: 'heading', text: 'The order' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}
