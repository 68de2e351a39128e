import type { OrderEnded } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const HAS_ENDED = {
  expired: 'has expired',
  cancelled: 'was cancelled',
  failed: 'could not be set up',
  rejected: 'was not accepted',
} as const;

/** Why, for the reseller, by cause; a cause that is not here is told by the state alone. */
const WHY_FOR_RESELLER: Readonly<Record<string, string>> = {
  customerNoResponse: 'Nobody answered the request for the administrator’s details in time.',
  undeliverable: 'The request for the administrator’s details could not be delivered to the contact’s address.',
  requested: 'It was cancelled on request.',
  creditRefused: 'Your credit does not cover it.',
  vendorRefused: 'The vendor did not accept it.',
  givenUp: 'It could not go on, and was given up.',
};

/** Why, for the customer: nothing about the reseller's credit or about us. */
const WHY_FOR_CUSTOMER: Readonly<Record<string, string>> = {
  customerNoResponse: 'We had no answer to our question who will administer it.',
  undeliverable: 'Our question who will administer it could not be delivered.',
};

const whyOf = (words: Readonly<Record<string, string>>, cause: string) =>
  Object.hasOwn(words, cause) ? (words[cause] as string) : '';

export function orderEnded(data: OrderEnded): Letter {
  const { brief, state, to } = data;
  const title = `${to === 'reseller' ? 'Your' : 'The'} order ${HAS_ENDED[state]}`;
  return {
    language: 'en',
    subject: `${title}: ${productsInShort(brief)} for ${brief.customer.name} (order ${brief.orderId})`,
    title,
    blocks: [
      paragraph('Hello,'),
      ...(to === 'reseller' ? forReseller(data) : forCustomer(data)),
      { kind: 'heading', text: 'The order' },
      facts(brief),
      ...(to === 'customer' ? [whomToAsk(brief)] : []),
    ],
    footer: footer(brief, to),
  };
}

function forReseller({ brief, state, cause }: OrderEnded): Block[] {
  return [
    paragraph(
      `Your order of ${productsOf(brief.lines)} for ${brief.customer.name} ${HAS_ENDED[state]}. ${whyOf(WHY_FOR_RESELLER, cause)}`,
    ),
    paragraph('Nothing is charged, and no credit is reserved for it any more. You can order again at any time.'),
  ];
}

function forCustomer({ brief, state, cause }: OrderEnded): Block[] {
  const { reseller, customer, lines } = brief;
  return [
    paragraph(
      `The order that ${reseller.name} placed for ${customer.name}, ${productsOf(lines)}, ${HAS_ENDED[state]}. ${whyOf(WHY_FOR_CUSTOMER, cause)}`,
    ),
    paragraph(
      `The links in our earlier mails no longer work. Nothing is charged. If you still want it, ${reseller.name} can order it again.`,
    ),
  ];
}
