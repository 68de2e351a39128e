import type { CorrectionNeeded } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, instant, productsInShort, productsOf, refusedFields } from './phrases.ts';

export function correctionNeeded({ brief, until, url, corrections = [] }: CorrectionNeeded): Letter {
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
      ...refusedFields(corrections),
      paragraph(
        'Die Seite der Bestellung führt zu einem Formular mit dem, was angegeben wurde; bei jedem abgelehnten Feld steht, ' +
          'was zu ändern ist. Sie können die Korrektur auch dem Kunden überlassen.',
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
