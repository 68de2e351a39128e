import type { CorrectionNeeded } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, instant, productsInShort, productsOf, refusedFields } from './phrases.ts';

export function correctionNeeded({ brief, until, url, corrections = [] }: CorrectionNeeded): Letter {
  const { customer, lines, orderId } = brief;
  return {
    language: 'en',
    subject: `Please correct the administrator’s details: ${productsInShort(brief)} for ${customer.name} (order ${orderId})`,
    title: 'Please correct the administrator’s details',
    blocks: [
      paragraph('Hello,'),
      paragraph(
        `The vendor could not take some of the administrator’s details of your order of ${productsOf(lines)} for ${customer.name}.`,
      ),
      ...refusedFields(corrections),
      paragraph(
        'The order’s page leads to a form that has what was given, and says beside each refused field what to change. You ' +
          'can also let the customer correct it.',
      ),
      { kind: 'action', label: 'Open the order', url, copyHint: 'Or copy this address into your browser:' },
      paragraph(`If nobody answers by ${instant(until)}, the order ends, and what could not be set up is not charged.`),
      { kind: 'heading', text: 'The order' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}
