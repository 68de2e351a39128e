import type { InformationRequest } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, instant, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const TITLE = {
  first: 'Please name the administrator',
  reminder: 'Reminder: please name the administrator',
  resend: 'Your new link to name the administrator',
  extended: 'You have more time to name the administrator',
  correction: 'Please correct the administrator’s details',
} as const;

/** What is special about this mail, after what it is about. */
const THIS_TIME = {
  first: undefined,
  reminder:
    'We have written before and have no answer yet. If you have answered in the meantime, you need not do anything.',
  resend: 'This mail has a new link. The link in our earlier mails no longer works.',
  extended: 'You now have more time. The link in our earlier mails works until then, too.',
  correction:
    'Thank you for your answer. The vendor could not take some of it: the form has what you entered, and says beside each ' +
    'field what to change.',
} as const;

export function informationRequest({ brief, url, until, kind }: InformationRequest): Letter {
  const { reseller, customer, orderId } = brief;
  const deadline = instant(until);
  const thisTime = THIS_TIME[kind];
  return {
    language: 'en',
    subject: `${TITLE[kind]} of ${productsInShort(brief)} (order ${orderId})`,
    title: TITLE[kind],
    blocks: [
      paragraph('Hello,'),
      paragraph(
        `${reseller.name} has ordered ${productsOf(brief.lines)} for ${customer.name}. Before it can be set up, we need ` +
          'to know who will administer it: a first name, a last name and an e-mail address.',
      ),
      ...(thisTime === undefined ? [] : [paragraph(thisTime)]),
      {
        kind: 'action',
        label: 'Name the administrator',
        url,
        copyHint: 'Or copy this address into your browser:',
      },
      paragraph(`The link works until ${deadline}.`),
      paragraph('If nobody answers by then, the order ends: nothing is set up and nothing is charged.'),
      paragraph(
        'You may forward this mail to a colleague who knows the answer. Whoever has the link can answer, and the first ' +
          'answer counts.',
      ),
      paragraph('We never ask for a password, neither in a mail nor on that page.'),
      { kind: 'heading', text: 'The order' },
      facts(brief),
      whomToAsk(brief),
    ],
    footer: footer(brief, 'customer'),
  };
}
