/** Whom an order waits on, for what, and what comes then. */
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { WaitingOn } from '../../workflows/contract/order.ts';
import type { Locale } from '../site/locale.ts';

export type Who = WaitingOn['who'];
type Kind = WaitingOn['kind'];

export interface WaitingCase {
  waitingOn: WaitingOn;
  customerName: string;
  /** To whom the newest mail went, if one was sent. */
  contacted: Recipient | undefined;
}

const en = {
  /** In exports, where a word must do. */
  who: {
    customer: 'Customer',
    reseller: 'You',
    vendor: 'Vendor',
    operator: 'Operator',
    mailServer: 'Mail server',
  } satisfies Record<Who, string>,
  /** In lists, as a line of its own. */
  waitsOn: {
    customer: 'waits on the customer',
    reseller: 'waits on you',
    vendor: 'waits on the vendor',
    operator: 'waits on an operator',
    mailServer: 'waits on the mail server',
  } satisfies Record<Who, string>,
  /** On the order's page; a customer is called by name there. */
  whom: {
    reseller: 'you',
    vendor: 'the vendor',
    operator: 'an operator of ours',
    mailServer: 'the mail server',
  } satisfies Record<Exclude<Who, 'customer'>, string>,
  what: {
    administratorDetails: 'the administrator’s details, which we asked for by e-mail',
    correction: 'the administrator’s details to be corrected: the vendor refused some of them',
    otherContact: 'another contact, or the administrator’s details: the mail server refused the address',
    firstMail: 'the mail to the customer to be taken',
    creation: 'the subscription to be created and active',
    activation: 'the subscription to be active',
    stepInHand: 'the step in hand to end, since the order is being cancelled',
    removal: 'what had been created to be removed',
    decision: 'a decision on how to go on',
    completion: 'the order to be closed: the subscription is active already',
  } satisfies Record<Kind, string>,
  /** The customer, where the vendor has refused some of an answer. */
  correctionByCustomer:
    'the administrator’s details to be corrected, which we asked for by e-mail: the vendor refused some of them',
  /** Where the wait has an end. */
  expires: 'the order expires, and the reserved credit is released',
  /** Where it is for a correction: other lines may be active already. */
  uncorrected: 'the order ends, and what could not be set up is not charged',
  /** Where it has none. */
  then: {
    administratorDetails: 'the order goes on',
    otherContact: 'the order goes on',
    correction: 'the order goes on',
    firstMail: 'the mail is tried again and again by itself',
    creation: 'it is tried again by itself; after some hours an operator decides',
    activation: 'after some hours an operator decides',
    stepInHand: 'everything is removed and the order is cancelled; only if all was set up already, it is completed',
    removal: 'the order ends; what cannot be removed for days is left to an operator',
    decision: 'the operator lets the order go on, or gives it up and everything is undone',
    completion: 'it is tried again and again by itself',
  } satisfies Record<Kind, string>,
};

type Words = typeof en;

const de: Words = {
  who: {
    customer: 'Kunde',
    reseller: 'Sie',
    vendor: 'Hersteller',
    operator: 'Betriebsteam',
    mailServer: 'Mailserver',
  },
  waitsOn: {
    customer: 'wartet auf den Kunden',
    reseller: 'wartet auf Sie',
    vendor: 'wartet auf den Hersteller',
    operator: 'wartet auf unser Betriebsteam',
    mailServer: 'wartet auf den Mailserver',
  },
  whom: {
    reseller: 'Sie',
    vendor: 'den Hersteller',
    operator: 'unser Betriebsteam',
    mailServer: 'den Mailserver',
  },
  what: {
    administratorDetails: 'die Daten des Administrators, um die wir per E-Mail gebeten haben',
    correction: 'korrigierte Daten des Administrators: Der Hersteller hat einige abgelehnt',
    otherContact: 'einen anderen Ansprechpartner oder die Daten selbst: Der Mailserver hat die Adresse abgelehnt',
    firstMail: 'die Annahme der E-Mail an den Kunden',
    creation: 'das aktive Abonnement',
    activation: 'die Aktivierung des Abonnements',
    stepInHand: 'das Ende des laufenden Schritts, denn die Bestellung wird storniert',
    removal: 'die Entfernung dessen, was angelegt war',
    decision: 'eine Entscheidung, wie es weitergeht',
    completion: 'den Abschluss der Bestellung: Das Abonnement ist schon aktiv',
  },
  correctionByCustomer:
    'korrigierte Daten des Administrators, um die wir per E-Mail gebeten haben: Der Hersteller hat einige abgelehnt',
  expires: 'läuft die Bestellung ab, und der reservierte Kredit wird frei',
  uncorrected: 'endet die Bestellung, und was nicht eingerichtet werden konnte, wird nicht berechnet',
  then: {
    administratorDetails: 'geht die Bestellung weiter',
    otherContact: 'geht die Bestellung weiter',
    correction: 'geht die Bestellung weiter',
    firstMail: 'wird die E-Mail von selbst immer wieder versucht',
    creation: 'wird es von selbst erneut versucht; nach einigen Stunden entscheidet unser Betriebsteam',
    activation: 'entscheidet nach einigen Stunden unser Betriebsteam',
    stepInHand:
      'wird alles entfernt und die Bestellung storniert; nur wenn schon alles eingerichtet war, ist sie ausgeführt',
    removal: 'endet die Bestellung; was sich tagelang nicht entfernen lässt, übernimmt unser Betriebsteam',
    decision: 'setzt das Betriebsteam die Bestellung fort, oder es bricht sie ab und alles wird rückgängig gemacht',
    completion: 'wird es von selbst immer wieder versucht',
  },
};

export const words: Record<Locale, Words> = { en, de };

/** For what, and what happens at the end of the wait, or how it ends. */
export function waitIn(locale: Locale, wait: WaitingOn): { what: string; then: string } {
  const { kind, until } = wait;
  const { what, then, expires, correctionByCustomer, uncorrected } = words[locale];
  const corrects = 'corrections' in wait && wait.corrections !== undefined;
  return {
    what: corrects && kind === 'administratorDetails' ? correctionByCustomer : what[kind],
    then: until === undefined ? then[kind] : corrects ? uncorrected : expires,
  };
}

export function whomIn(locale: Locale, { waitingOn, contacted, customerName }: WaitingCase): string {
  if (waitingOn.who !== 'customer') return words[locale].whom[waitingOn.who];
  if (contacted === undefined) return customerName;
  return contacted.name === undefined
    ? `${contacted.email}, ${customerName}`
    : `${contacted.name} (${contacted.email}), ${customerName}`;
}
