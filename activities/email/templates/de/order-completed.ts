import type { Audience, OrderCompleted } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf, seats, whomToAsk } from './phrases.ts';

export function orderCompleted({ brief, to, failedLines = [] }: OrderCompleted): Letter {
  const { reseller, customer, orderId } = brief;
  const failed = brief.lines.filter((line) => failedLines.includes(line.lineId));
  const done = brief.lines.filter((line) => !failedLines.includes(line.lineId));
  const title = `${to === 'reseller' ? 'Ihre' : 'Die'} Bestellung ist ${failed.length > 0 ? 'teilweise ' : ''}eingerichtet`;
  const what = productsOf(done);
  const who = to === 'reseller' ? 'Sie' : reseller.name;
  const ordered = `was ${who} für ${customer.name} bestellt ${to === 'reseller' ? 'haben' : 'hat'}`;
  const next = to === 'reseller' ? 'Die Abrechnung dafür hat begonnen.' : 'Sie brauchen nichts weiter zu tun.';
  const news = `${failed.length > 0 ? `ein Teil dessen, ${ordered}` : ordered}, ist jetzt aktiv: ${what}. ${next}`;
  return {
    language: 'de',
    subject: `${title}: ${productsInShort(brief)} für ${customer.name} (Bestellung ${orderId})`,
    title,
    blocks: [
      GREETING,
      paragraph(news),
      ...(failed.length > 0 ? missing(failed, to) : []),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
      ...(to === 'customer' ? [whomToAsk(brief)] : []),
    ],
    footer: footer(brief, to),
  };
}

function missing(lines: OrderCompleted['brief']['lines'], to: Audience): Block[] {
  return [
    paragraph('Das Folgende konnte nicht eingerichtet werden und wird nicht berechnet:'),
    { kind: 'list', items: lines.map((line) => `${line.productName}, ${seats(line.quantity)}`) },
    ...(to === 'reseller'
      ? [
          paragraph(
            'Den Grund nennt die Seite der Bestellung im Control Panel. Sie können es jederzeit erneut bestellen.',
          ),
        ]
      : []),
  ];
}
