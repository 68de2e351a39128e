/**
 * Whom an order waits on, for what, and what comes then: made from who, cause and deadline, because the record's own
 * words are English and for operators.
 */
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { WaitingOn } from '../../workflows/contract/order.ts';
import type { Locale } from '../site/locale.ts';

interface WaitingWords {
  whom: string;
  what: string;
  then: string;
}

interface WaitingCase {
  waitingOn: WaitingOn;
  customerName: string;
  /** To whom the newest mail went, if one was sent. */
  asked: Recipient | undefined;
}

const en = {
  /** In exports, where a word must do. */
  who: { customer: 'Customer', reseller: 'You', vendor: 'Vendor', operator: 'Operator', mailServer: 'Mail server' },
  /** In lists, as a line of its own. */
  waitsOn: {
    customer: 'waits on the customer',
    reseller: 'waits on you',
    vendor: 'waits on the vendor',
    operator: 'waits on an operator',
    mailServer: 'waits on the mail server',
  },
  /** After "Waiting on"; the customer has a name. */
  whom: { reseller: 'you', vendor: 'the vendor', operator: 'an operator of ours', mailServer: 'the mail server' },
  what: {
    customer: 'the administrator’s details, which we asked for by e-mail',
    reseller: 'another contact, or the administrator’s details: the mail server refused the address',
    vendor: 'the subscription to be created and active',
    operator: 'a decision on how to go on',
    mailServer: 'the mail to the customer to be taken',
  },
  expires: 'the order expires, and the reserved credit is released',
  then: {
    customer: 'the order goes on',
    reseller: 'the order goes on',
    vendor: 'it is tried again by itself; after some hours an operator decides',
    operator: 'the operator lets the order go on, or gives it up and everything is undone',
    mailServer: 'the mail is tried again and again by itself',
  },
};

type Words = typeof en;

const de: Words = {
  who: { customer: 'Kunde', reseller: 'Sie', vendor: 'Hersteller', operator: 'Betriebsteam', mailServer: 'Mailserver' },
  waitsOn: {
    customer: 'wartet auf den Kunden',
    reseller: 'wartet auf Sie',
    vendor: 'wartet auf den Hersteller',
    operator: 'wartet auf unser Betriebsteam',
    mailServer: 'wartet auf den Mailserver',
  },
  whom: { reseller: 'Sie', vendor: 'den Hersteller', operator: 'unser Betriebsteam', mailServer: 'den Mailserver' },
  what: {
    customer: 'die Daten des Administrators, um die wir per E-Mail gebeten haben',
    reseller: 'einen anderen Ansprechpartner oder die Daten selbst: Der Mailserver hat die Adresse abgelehnt',
    vendor: 'das aktive Abonnement',
    operator: 'eine Entscheidung, wie es weitergeht',
    mailServer: 'die Annahme der E-Mail an den Kunden',
  },
  expires: 'läuft die Bestellung ab, und der reservierte Kredit wird frei',
  then: {
    customer: 'geht die Bestellung weiter',
    reseller: 'geht die Bestellung weiter',
    vendor: 'wird es von selbst erneut versucht; nach einigen Stunden entscheidet unser Betriebsteam',
    operator: 'setzt das Betriebsteam die Bestellung fort, oder es bricht sie ab und alles wird rückgängig gemacht',
    mailServer: 'wird die E-Mail von selbst immer wieder versucht',
  },
};

export const words: Record<Locale, Words> = { en, de };

/** `then` is what happens at the deadline where there is one, else how the wait ends. */
export function waitingIn(locale: Locale, given: WaitingCase): WaitingWords {
  const { who, until } = given.waitingOn;
  const { whom, what, expires, then } = words[locale];
  return {
    whom: who === 'customer' ? personAt(given) : whom[who],
    what: what[who],
    then: until === undefined ? then[who] : expires,
  };
}

function personAt({ asked, customerName }: WaitingCase): string {
  if (asked === undefined) return customerName;
  return asked.name === undefined
    ? `${asked.email}, ${customerName}`
    : `${asked.name} (${asked.email}), ${customerName}`;
}
