import type { ContactUnreachable } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, instant, productsInShort, productsOf } from './phrases.ts';

export function contactUnreachable({ brief, contacted, until, url }: ContactUnreachable): Letter {
  const { customer, lines, orderId } = brief;
  return {
    language: 'de',
    subject: `Der Kontakt Ihres Kunden ist nicht erreichbar: ${productsInShort(brief)} für ${customer.name} (Bestellung ${orderId})`,
    title: 'Der Kontakt Ihres Kunden ist nicht erreichbar',
    blocks: [
      GREETING,
      paragraph(
        `bevor wir ${productsOf(lines)} für ${customer.name} einrichten können, muss jemand den Administrator benennen. ` +
          'Unsere E-Mail mit dieser Frage konnte nicht zugestellt werden an ',
        { mail: contacted },
        '.',
      ),
      paragraph(
        'Bitte nennen Sie einen anderen Kontakt, oder geben Sie die Daten des Administrators selbst an. Dort können Sie ' +
          'die Bestellung auch stornieren.',
      ),
      {
        kind: 'action',
        label: 'Bestellung öffnen',
        url,
        copyHint: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
      },
      paragraph(
        `Wenn bis ${instant(until)} niemand antwortet, endet die Bestellung: Es wird nichts eingerichtet und nichts berechnet.`,
      ),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}
