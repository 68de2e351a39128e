import type { CorrectionNeeded } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, instant, productsInShort, productsOf } from './phrases.ts';

export function correctionNeeded({ brief, until, url }: CorrectionNeeded): Letter {
  const { customer, lines, orderId } = brief;
  return {
    language: 'de',
    subject: `Bitte korrigieren Sie die Daten des Administrators: ${productsInShort(brief)} für ${customer.name} (Bestellung ${orderId})`,
    title: 'Bitte korrigieren Sie die Daten des Administrators',
    blocks: [
      GREETING,
      paragraph(
        `Der Hersteller konnte einen Teil der Daten des Administrators für Ihre Bestellung über ${productsOf(lines)} für ` +
          `${customer.name} nicht annehmen.`,
      ),
      paragraph(
        'Auf der Seite der Bestellung steht ein Formular mit Ihren Eingaben; bei jedem Feld steht, was zu ändern ist.',
      ),
      {
        kind: 'action',
        label: 'Bestellung öffnen',
        url,
        copyHint: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
      },
      paragraph(
        `Wenn bis ${instant(until)} niemand antwortet, endet die Bestellung; was nicht eingerichtet werden konnte, wird nicht berechnet.`,
      ),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}
