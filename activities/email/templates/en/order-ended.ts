import type { EndCause } from '../../../../workflows/contract/causes.ts';
import type { OrderEnded } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const HAS_ENDED = {
  expired: 'has expired',
  cancelled: 'was cancelled',
  failed: 'could not be set up',
  rejected: 'was not accepted',
} as const;

/** Why, for the reseller. */
const WHY_FOR_RESELLER: Record<EndCause, string> = {
  customerNoResponse: 'Nobody answered the request for the administrator’s details in time.',
  undeliverable: 'The request for the administrator’s details could not be delivered to the contact’s address.',
  requested: 'It was cancelled on request.',
  workflowCancelled: 'Our operations team cancelled it.',
  creditRefused: 'Your credit does not cover it.',
  vendorRefused: 'The vendor did not accept it.',
  givenUp: 'It could not go on, and was given up.',
  unexpected: 'Something went wrong that we did not foresee.',
};

/** Why, for the customer: nothing about the reseller's credit or about us. */
const WHY_FOR_CUSTOMER: Partial<Record<EndCause, string>> = {
  customerNoResponse: 'We had no answer to our question who will administer it.',
  undeliverable: 'Our question who will administer it could not be delivered.',
};

export function orderEnded(data: OrderEnded): Letter {
  const { brief, end, to } = data;
  const title = `${to === 'reseller' ? 'Your' : 'The'} order ${HAS_ENDED[end.state]}`;
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

function forReseller({ brief, end }: OrderEnded): Block[] {
  return [
    paragraph(
      `Your order of ${productsOf(brief.lines)} for ${brief.customer.name} ${HAS_ENDED[end.state]}. ${WHY_FOR_RESELLER[end.cause]}`,
    ),
    paragraph('Nothing is charged, and no credit is reserved for it any more. You can order again at any time.'),
  ];
}

function forCustomer({ brief, end }: OrderEnded): Block[] {
  const { reseller, customer, lines } = brief;
  return [
    paragraph(
      `The order that ${reseller.name} placed for ${customer.name}, ${productsOf(lines)}, ${HAS_ENDED[end.state]}. ${WHY_FOR_CUSTOMER[end.cause] ?? ''}`,
    ),
    paragraph(
      `The links in our earlier mails no longer work. Nothing is charged. If you still want it, ${reseller.name} can order it again.`,
    ),
  ];
}
