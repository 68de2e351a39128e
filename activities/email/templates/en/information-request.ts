import type { InformationRequest, RequestWords } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, instant, productsInShort, productsOf, refusedFields, whomToAsk } from './phrases.ts';

const NAME: RequestWords = {
  title: {
    first: 'Please name the administrator',
    reminder: 'Reminder: please name the administrator',
    resend: 'Your new link to name the administrator',
    extended: 'You have more time to name the administrator',
  },
  thisTime: {
    reminder:
      'We have written before and have no answer yet. If you have answered in the meantime, you need not do anything.',
    resend: 'This mail has a new link. The link in our earlier mails no longer works.',
    extended: 'You now have more time. The link in our earlier mails works until then, too.',
  },
  action: 'Name the administrator',
  end: 'If nobody answers by then, the order ends: nothing is set up and nothing is charged.',
};

const CORRECT: RequestWords = {
  title: {
    first: 'Please correct the administrator’s details',
    reminder: 'Reminder: please correct the administrator’s details',
    resend: 'Your new link to correct the administrator’s details',
    extended: 'You have more time to correct the administrator’s details',
  },
  thisTime: {
    first: 'This mail has a link of its own. Links in earlier mails about the order no longer work.',
    reminder:
      'We have written before and have no corrected details yet. If you have sent them in the meantime, you need not do ' +
      'anything.',
    resend: 'This mail has a new link. The link in our earlier mails no longer works.',
    extended: 'You now have more time. The link in our last mail works until then, too.',
  },
  action: 'Correct the details',
  end: 'If nobody answers by then, the order ends, and what could not be set up is not charged.',
};

export function informationRequest({ brief, url, until, kind, corrections }: InformationRequest): Letter {
  const said = corrections ? CORRECT : NAME;
  // A correction is asked for as any question is.
  const which = kind === 'correction' ? 'first' : kind;
  const thisTime = said.thisTime[which];
  return {
    language: 'en',
    subject: `${said.title[which]} ${corrections ? 'for' : 'of'} ${productsInShort(brief)} (order ${brief.orderId})`,
    title: said.title[which],
    blocks: [
      paragraph('Hello,'),
      ...(corrections ? whatIsRefused(brief, corrections) : [whatIsNeeded(brief)]),
      ...(thisTime === undefined ? [] : [paragraph(thisTime)]),
      { kind: 'action', label: said.action, url, copyHint: 'Or copy this address into your browser:' },
      paragraph(`The link works until ${instant(until)}.`),
      paragraph(said.end),
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

type Brief = InformationRequest['brief'];

function whatIsNeeded({ reseller, customer, lines }: Brief): Block {
  return paragraph(
    `${reseller.name} has ordered ${productsOf(lines)} for ${customer.name}. Before it can be set up, we need ` +
      'to know who will administer it: a first name, a last name and an e-mail address.',
  );
}

function whatIsRefused(
  { reseller, customer, lines }: Brief,
  corrections: NonNullable<InformationRequest['corrections']>,
): Block[] {
  return [
    paragraph(
      `${reseller.name} has ordered ${productsOf(lines)} for ${customer.name}. The vendor could not take some of the ` +
        'details that were given of the administrator:',
    ),
    ...refusedFields(corrections),
    paragraph('The form has what was entered, and says beside each of these fields what to change.'),
  ];
}
