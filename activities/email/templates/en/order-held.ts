import type { HoldCause, Leftover } from '../../../../workflows/contract/causes.ts';
import { unreachable } from '../../../../workflows/contract/states.ts';
import type { OrderHeld } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, productsInShort, productsOf } from './phrases.ts';

const WHAT_HAPPENED: Record<HoldCause, string> = {
  customerOnHold: 'The customer is on credit hold.',
  productWithdrawn: 'A product of the order was withdrawn from the catalogue.',
  vendorMisconfigured: 'Our own access to the vendor must be mended.',
  vendorUncertain: 'It must be found out whether the vendor has already created the subscription.',
  vendorUnavailable: 'The vendor could not be reached for hours.',
  tooManyCorrections: 'The vendor refused every correction of the administrator’s details.',
  leftovers: 'The order could not be undone completely.',
};

export function orderHeld({ brief, hold }: OrderHeld): Letter {
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
          ['What happened', WHAT_HAPPENED[hold.cause]],
          ['How it goes on', 'Our operations team mends the cause and resumes the order, or gives it up.'],
        ],
      },
      ...(hold.cause === 'leftovers' ? leftBehind(hold.leftovers) : []),
      paragraph('The order is kept, and you need not order again.'),
      { kind: 'heading', text: 'The order' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}

function leftBehind(leftovers: readonly Leftover[]): Block[] {
  return [
    paragraph('This is still there, and is being looked after:'),
    { kind: 'list', items: leftovers.map(leftoverInWords) },
  ];
}

function leftoverInWords(leftover: Leftover): string {
  switch (leftover.kind) {
    case 'credit':
      return 'the credit reserved for the order';
    case 'subscription':
      return `subscription of line ${leftover.lineId} (${leftover.productId}) at ${leftover.vendor}`;
    case 'billing':
      return `billing of line ${leftover.lineId}`;
    default:
      return unreachable(leftover);
  }
}
