/**
 * The record's timeline in the reader's language. The record says what happened in fixed English sentences, which serve
 * as keys here; a sentence that is not known is shown as it is rather than hidden.
 */
import type { Locale } from '../site/locale.ts';

const GERMAN: Readonly<Record<string, string>> = {
  'Order accepted': 'Bestellung angenommen',
  'The customer was asked for the administrator’s details by e-mail':
    'Der Kunde wurde per E-Mail um die Daten des Administrators gebeten',
  'The customer was reminded': 'Der Kunde wurde erinnert',
  'The request was sent again; the earlier link no longer works':
    'Die Anfrage wurde erneut gesendet; der frühere Link gilt nicht mehr',
  'The customer was given more time': 'Der Kunde hat mehr Zeit bekommen',
  'The mail to the admin contact was refused by its mail server':
    'Die E-Mail an den Ansprechpartner wurde von dessen Mailserver abgelehnt',
  'The mail server could not be reached; the mail will be sent as soon as it can':
    'Der Mailserver war nicht zu erreichen; die E-Mail wird gesendet, sobald es geht',
  'The subscription is being created at the vendor': 'Das Abonnement wird beim Hersteller angelegt',
  'The vendor did not answer as it should; it will be tried again':
    'Der Hersteller hat nicht wie erwartet geantwortet; es wird erneut versucht',
  'The subscription is active': 'Das Abonnement ist aktiv',
  'The order expired: nobody answered in time; the reserved credit was released':
    'Die Bestellung ist abgelaufen: Niemand hat rechtzeitig geantwortet; der reservierte Kredit wurde frei',
  'The order was cancelled; the reserved credit was released':
    'Die Bestellung wurde storniert; der reservierte Kredit wurde frei',
  'The subscription was created and is not active yet': 'Das Abonnement ist angelegt und noch nicht aktiv',
  'The order was rejected': 'Die Bestellung wurde abgelehnt',
};

/** Sentences with something in them that differs from order to order. */
const GERMAN_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^The order is on hold: .*the customer is on credit hold/s, 'Angehalten: Für den Kunden besteht eine Kreditsperre'],
  [
    /^The order is on hold: .*was withdrawn from the catalogue/s,
    'Angehalten: Ein Produkt der Bestellung wurde aus dem Katalog genommen',
  ],
  [
    /^The order is on hold: .*own access to the vendor must be mended/s,
    'Angehalten: Der Zugang des Marktplatzes zum Hersteller muss in Ordnung gebracht werden',
  ],
  [
    /^The order is on hold: .*whether the subscription exists/s,
    'Angehalten: Es steht nicht fest, ob das Abonnement beim Hersteller besteht',
  ],
  [
    /^The order is on hold: .*the vendor could not be reached for hours/s,
    'Angehalten: Der Hersteller war stundenlang nicht zu erreichen',
  ],
  [
    /^The order is on hold: something that was created could not be removed/s,
    'Angehalten: Was angelegt wurde, konnte nicht entfernt werden',
  ],
  [/^The order is on hold: /, 'Die Bestellung wurde angehalten'],
  [
    /^The order (?:failed|was cancelled|expired|was rejected).*these could not be undone: (.*)$/s,
    'Die Bestellung ist beendet; dies konnte nicht rückgängig gemacht werden: $1',
  ],
  [
    /^The order failed.*the reserved credit was released$/s,
    'Die Bestellung ist fehlgeschlagen; alles wurde rückgängig gemacht, der reservierte Kredit wurde frei',
  ],
  [/^The order was rejected: /, 'Die Bestellung wurde abgelehnt: Der Kredit reicht nicht aus'],
];

export function eventIn(locale: Locale, what: string): string {
  if (locale === 'en') return what;
  if (Object.hasOwn(GERMAN, what)) return GERMAN[what] as string;
  for (const [pattern, german] of GERMAN_PATTERNS) {
    const found = pattern.exec(what);
    if (found) return german.replace('$1', found[1] ?? '');
  }
  return what;
}

const ACTORS: Record<Locale, Readonly<Record<string, string>>> = {
  en: { customer: 'Customer', reseller: 'Reseller', operator: 'Operator', vendor: 'Vendor', system: 'Order Saga' },
  de: { customer: 'Kunde', reseller: 'Reseller', operator: 'Betriebsteam', vendor: 'Hersteller', system: 'Order Saga' },
};

export function actorIn(locale: Locale, by: string): string {
  return Object.hasOwn(ACTORS[locale], by) ? (ACTORS[locale][by] as string) : by;
}
