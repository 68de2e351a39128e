import type { InformationRequest, RequestWords } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, instant, productsInShort, productsOf, refusedFields, whomToAsk } from './phrases.ts';

const NAME: RequestWords = {
  title: {
    first: 'Bitte benennen Sie den Administrator',
    reminder: 'Erinnerung: Bitte benennen Sie den Administrator',
    resend: 'Ihr neuer Link: Bitte benennen Sie den Administrator',
    extended: 'Sie haben mehr Zeit: Bitte benennen Sie den Administrator',
  },
  thisTime: {
    reminder:
      'Wir haben Ihnen bereits geschrieben und noch keine Antwort erhalten. Falls Sie inzwischen geantwortet haben, ' +
      'brauchen Sie nichts weiter zu tun.',
    resend: 'Diese E-Mail enthält einen neuen Link. Der Link aus unseren früheren E-Mails funktioniert nicht mehr.',
    extended: 'Sie haben nun mehr Zeit. Auch der Link aus unseren früheren E-Mails funktioniert bis dahin.',
  },
  action: 'Administrator benennen',
  end: 'Wenn bis dahin niemand antwortet, endet die Bestellung: Es wird nichts eingerichtet und nichts berechnet.',
};

const CORRECT: RequestWords = {
  title: {
    first: 'Bitte korrigieren Sie die Daten des Administrators',
    reminder: 'Erinnerung: Bitte korrigieren Sie die Daten des Administrators',
    resend: 'Ihr neuer Link: Bitte korrigieren Sie die Daten des Administrators',
    extended: 'Sie haben mehr Zeit: Bitte korrigieren Sie die Daten des Administrators',
  },
  thisTime: {
    first:
      'Diese E-Mail enthält einen eigenen Link. Links aus früheren E-Mails zur Bestellung funktionieren nicht mehr.',
    reminder:
      'Wir haben Ihnen bereits geschrieben und noch keine korrigierten Daten erhalten. Falls Sie sie inzwischen gesendet ' +
      'haben, brauchen Sie nichts weiter zu tun.',
    resend: 'Diese E-Mail enthält einen neuen Link. Der Link aus unseren früheren E-Mails funktioniert nicht mehr.',
    extended: 'Sie haben nun mehr Zeit. Auch der Link aus unserer letzten E-Mail funktioniert bis dahin.',
  },
  action: 'Daten korrigieren',
  end: 'Wenn bis dahin niemand antwortet, endet die Bestellung; was nicht eingerichtet werden konnte, wird nicht berechnet.',
};

export function informationRequest({ brief, url, until, kind, corrections }: InformationRequest): Letter {
  const said = corrections ? CORRECT : NAME;
  // A correction is asked for as any question is.
  const which = kind === 'correction' ? 'first' : kind;
  const thisTime = said.thisTime[which];
  return {
    language: 'de',
    subject: `${said.title[which]} für ${productsInShort(brief)} (Bestellung ${brief.orderId})`,
    title: said.title[which],
    blocks: [
      GREETING,
      ...(corrections ? whatIsRefused(brief, corrections) : [whatIsNeeded(brief)]),
      ...(thisTime === undefined ? [] : [paragraph(thisTime)]),
      { kind: 'action', label: said.action, url, copyHint: 'Oder kopieren Sie diese Adresse in Ihren Browser:' },
      paragraph(`Der Link gilt bis ${instant(until)}.`),
      paragraph(said.end),
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

type Brief = InformationRequest['brief'];

function whatIsNeeded({ reseller, customer, lines }: Brief): Block {
  return paragraph(
    `${reseller.name} hat ${productsOf(lines)} für ${customer.name} bestellt. Bevor wir die Bestellung ` +
      'ausführen können, müssen wir wissen, wer das Abonnement verwalten soll. Dazu brauchen wir Vorname, Nachname ' +
      'und E-Mail-Adresse dieser Person.',
  );
}

function whatIsRefused(
  { reseller, customer, lines }: Brief,
  corrections: NonNullable<InformationRequest['corrections']>,
): Block[] {
  return [
    paragraph(
      `${reseller.name} hat ${productsOf(lines)} für ${customer.name} bestellt. Der Hersteller konnte einen Teil der ` +
        'Daten nicht annehmen, die für den Administrator angegeben wurden:',
    ),
    ...refusedFields(corrections),
    paragraph('Das Formular enthält, was eingegeben wurde, und sagt bei jedem dieser Felder, was zu ändern ist.'),
  ];
}
