import type { InformationRequest } from '../data.ts';
import { type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, instant, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const TITLE = {
  first: 'Bitte benennen Sie den Administrator',
  reminder: 'Erinnerung: Bitte benennen Sie den Administrator',
  resend: 'Ihr neuer Link: Bitte benennen Sie den Administrator',
  extended: 'Sie haben mehr Zeit: Bitte benennen Sie den Administrator',
  correction: 'Bitte korrigieren Sie die Daten des Administrators',
} as const;

/** What is special about this mail, after what it is about. */
const THIS_TIME = {
  first: undefined,
  reminder:
    'Wir haben Ihnen bereits geschrieben und noch keine Antwort erhalten. Falls Sie inzwischen geantwortet haben, ' +
    'brauchen Sie nichts weiter zu tun.',
  resend: 'Diese E-Mail enthält einen neuen Link. Der Link aus unseren früheren E-Mails funktioniert nicht mehr.',
  extended: 'Sie haben nun mehr Zeit. Auch der Link aus unseren früheren E-Mails funktioniert bis dahin.',
  correction:
    'Vielen Dank für Ihre Antwort. Der Hersteller konnte einen Teil davon nicht annehmen: Das Formular enthält, was Sie ' +
    'eingegeben haben, und sagt bei jedem Feld, was zu ändern ist.',
} as const;

export function informationRequest({ brief, url, until, kind }: InformationRequest): Letter {
  const { reseller, customer, orderId } = brief;
  const thisTime = THIS_TIME[kind];
  return {
    language: 'de',
    subject: `${TITLE[kind]} für ${productsInShort(brief)} (Bestellung ${orderId})`,
    title: TITLE[kind],
    blocks: [
      GREETING,
      paragraph(
        `${reseller.name} hat ${productsOf(brief.lines)} für ${customer.name} bestellt. Bevor wir die Bestellung ` +
          'ausführen können, müssen wir wissen, wer das Abonnement verwalten soll. Dazu brauchen wir Vorname, Nachname ' +
          'und E-Mail-Adresse dieser Person.',
      ),
      ...(thisTime === undefined ? [] : [paragraph(thisTime)]),
      {
        kind: 'action',
        label: 'Administrator benennen',
        url,
        copyHint: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
      },
      paragraph(`Der Link gilt bis ${instant(until)}.`),
      paragraph(
        'Wenn bis dahin niemand antwortet, endet die Bestellung: Es wird nichts eingerichtet und nichts berechnet.',
      ),
      paragraph(
        'Sie können diese E-Mail innerhalb Ihres Unternehmens weiterleiten, wenn jemand anderes die Antwort kennt. Wer ' +
          'den Link hat, kann antworten; die erste Antwort zählt.',
      ),
      paragraph('Wir fragen nie nach einem Passwort, weder in einer E-Mail noch auf der verlinkten Seite.'),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
      whomToAsk(brief),
    ],
    footer: footer(brief, 'customer'),
  };
}
