import type { OrderCompleted } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf, seats, whomToAsk } from './phrases.ts';

export function orderCompleted({ brief, to, failedLines = [] }: OrderCompleted): Letter {
  const { reseller, customer, orderId } = brief;
  const failed = brief.lines.filter((line) => failedLines.includes(line.lineId));
  const done = brief.lines.filter((line) => !failedLines.includes(line.lineId));
  const title = `${to === 'reseller' ? 'Ihre' : 'Die'} Bestellung ist ${failed.length > 0 ? 'teilweise ' : ''}eingerichtet`;
  const what = productsOf(done);
  const news =
    to === 'reseller'
      ? `was Sie für ${customer.name} bestellt haben, ist jetzt aktiv: ${what}. Die Abrechnung dafür hat begonnen.`
      : `was ${reseller.name} für ${customer.name} bestellt hat, ist jetzt aktiv: ${what}. Sie brauchen nichts weiter zu tun.`;
  return {
    language: 'de',
    subject: `${title}: ${productsInShort(brief)} für ${customer.name} (Bestellung ${orderId})`,
    title,
    blocks: [
      GREETING,
      paragraph(news),
      ...(failed.length > 0 ? missing(failed) : []),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
      ...(to === 'customer' ? [whomToAsk(brief)] : []),
    ],
    footer: footer(brief, to),
  };
}

function missing(lines: OrderCompleted['brief']['lines']): Block[] {
  return [
    paragraph('Das Folgende konnte nicht eingerichtet werden und wird nicht berechnet:'),
    { kind: 'list', items: lines.map((line) => `${line.productName}, ${seats(line.quantity)}`) },
  ];
}
