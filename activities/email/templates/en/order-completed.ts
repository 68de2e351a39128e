import type { Audience, OrderCompleted } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, productsInShort, productsOf, seats, whomToAsk } from './phrases.ts';

export function orderCompleted({ brief, to, failedLines = [] }: OrderCompleted): Letter {
  const { reseller, customer, orderId } = brief;
  const failed = brief.lines.filter((line) => failedLines.includes(line.lineId));
  const done = brief.lines.filter((line) => !failedLines.includes(line.lineId));
  const title = `${to === 'reseller' ? 'Your' : 'The'} order is set up${failed.length > 0 ? ' in part' : ''}`;
  const what = productsOf(done);
  const ordered = `${failed.length > 0 ? 'Part of what' : 'What'} ${to === 'reseller' ? 'you' : reseller.name} ordered`;
  const next = to === 'reseller' ? 'Billing has begun for it.' : 'You need not do anything.';
  const news = `${ordered} for ${customer.name} is active: ${what}. ${next}`;
  return {
    language: 'en',
    subject: `${title}: ${productsInShort(brief)} for ${customer.name} (order ${orderId})`,
    title,
    blocks: [
      paragraph('Hello,'),
      paragraph(news),
      ...(failed.length > 0 ? missing(failed, to) : []),
      { kind: 'heading', text: 'The order' },
      facts(brief),
      ...(to === 'customer' ? [whomToAsk(brief)] : []),
    ],
    footer: footer(brief, to),
  };
}

function missing(lines: OrderCompleted['brief']['lines'], to: Audience): Block[] {
  return [
    paragraph('This could not be set up, and is not charged:'),
    { kind: 'list', items: lines.map((line) => `${line.productName}, ${seats(line.quantity)}`) },
    ...(to === 'reseller'
      ? [paragraph('The order’s page in the control panel says why. You can order it again at any time.')]
      : []),
  ];
}
