/** The words of an order's page. */
import type { LineFailurePolicy } from '../../../workflows/contract/order.ts';
import type { Locale } from '../../site/locale.ts';
import { numberIn } from '../../ui/formats.ts';

/** What a page can have done before this one was shown. */
export const DONE = ['placed', 'provided', 'sent', 'cancelled'] as const;
export type Done = (typeof DONE)[number];

const en = {
  title: (orderId: string) => `Order ${orderId}`,
  orders: 'Orders',
  number: 'Order number',
  copy: 'Copy',
  copied: 'Copied',
  /** What has just been done, by the code in the address. */
  done: {
    placed: 'Thank you. Your order is placed; keep its number for questions.',
    provided: 'Thank you. The administrator’s details were taken, and the order goes on.',
    sent: 'The request is on its way. Links in earlier mails no longer work.',
    cancelled: 'Your cancellation has arrived. This page shows what becomes of the order.',
  },
  state: 'State',
  /** Of an order that was carried out although somebody cancelled it. */
  cancelledTooLate: 'A cancellation arrived when everything was set up already.',
  waiting: {
    on: 'Waiting on',
    what: 'For',
    since: 'Since',
    until: 'Until',
    then: 'Then',
    nobody: 'Nobody: it goes on by itself',
  },
  whatYouCanDo: 'What you can do',
  provide: {
    button: 'Provide information yourself',
    hint: 'If you know who will administer the subscription. The first answer counts, yours or the customer’s.',
  },
  correct: {
    button: 'Correct the details',
    hint: 'The form has what was given, and says beside each field that the vendor refused what is wrong with it.',
  },
  askToCorrect: {
    button: 'Ask the customer to correct them',
    hint: (email: string) => `A mail with a link to ${email}.`,
  },
  sendAgain: {
    button: 'Send the request again',
    hint: (email: string) => `A new mail to ${email}. The earlier link stops working.`,
  },
  sendElsewhere: { button: 'Send it to another contact', hint: 'The earlier link stops working.' },
  cancel: { button: 'Cancel the order …', hint: 'You see what it means before anything happens.' },
  nothingToDo: 'Nothing just now.',
  ordered: 'What was ordered',
  product: 'Product',
  seats: 'Seats',
  price: 'Price',
  amount: 'Amount',
  subscription: 'Subscription',
  total: 'Total',
  perSeat: 'per seat and month',
  perMonth: 'per month',
  /** Of an order that was carried out in part. */
  notSetUp: {
    lead: 'These could not be set up, and are not charged:',
    seats: (quantity: number) => (quantity === 1 ? '1 seat' : `${numberIn('en', quantity)} seats`),
    badge: 'Not set up, not charged',
    charged: 'Charged',
  },
  lineFailure: {
    label: 'If a product cannot be set up',
    policies: {
      keepOthers: 'The others are kept',
      undoAll: 'Everything is undone',
    } satisfies Record<LineFailurePolicy, string>,
  },
  facts: 'The order',
  customer: 'Customer',
  allOfCustomer: 'All orders of this customer',
  purchaseOrder: 'Purchase order number',
  placed: 'Placed',
  changed: 'Last change',
  terms: 'Terms and conditions',
  version: (version: string) => `Version ${version}, agreed to with the order`,
  administrator: 'The administrator',
  modes: { provided: 'Provided by you with the order', email: 'Asked for by e-mail from the end customer' },
  askedAt: (email: string) => `The newest mail went to ${email}.`,
  notYet: 'The details are not here yet.',
  answered: (by: string, at: string) => `Given by: ${by}, ${at}`,
  refused: 'The vendor refused some of the details:',
  /** Where the login at the vendor is not the address. */
  login: (product: string, login: string) => `Logs in at the vendor for ${product} with: ${login}`,
  timeline: 'What has happened',
  live: 'This page updates by itself.',
  paused: 'This page has stopped updating by itself.',
  refresh: 'Refresh',
  says: (state: string, whom: string | undefined) =>
    whom === undefined ? `The order is now: ${state}.` : `The order is now: ${state}. It waits on ${whom}.`,
};

type Words = typeof en;

const de: Words = {
  title: (orderId) => `Bestellung ${orderId}`,
  orders: 'Bestellungen',
  number: 'Bestellnummer',
  copy: 'Kopieren',
  copied: 'Kopiert',
  done: {
    placed: 'Vielen Dank. Ihre Bestellung ist aufgegeben; bewahren Sie die Nummer für Rückfragen auf.',
    provided: 'Vielen Dank. Die Daten des Administrators wurden übernommen, und die Bestellung geht weiter.',
    sent: 'Die Anfrage ist unterwegs. Links in früheren E-Mails gelten nicht mehr.',
    cancelled: 'Ihre Stornierung ist angekommen. Diese Seite zeigt, was aus der Bestellung wird.',
  },
  state: 'Stand',
  cancelledTooLate: 'Eine Stornierung kam an, als schon alles eingerichtet war.',
  waiting: {
    on: 'Wartet auf',
    what: 'Worauf genau',
    since: 'Seit',
    until: 'Bis',
    then: 'Danach',
    nobody: 'Niemanden: Sie geht von selbst weiter',
  },
  whatYouCanDo: 'Was Sie tun können',
  provide: {
    button: 'Angaben selbst machen',
    hint: 'Wenn Sie wissen, wer das Abonnement verwalten wird. Die erste Antwort zählt, Ihre oder die des Kunden.',
  },
  correct: {
    button: 'Daten korrigieren',
    hint: 'Im Formular steht, was angegeben wurde, und bei jedem abgelehnten Feld, was daran nicht stimmt.',
  },
  askToCorrect: {
    button: 'Den Kunden um die Korrektur bitten',
    hint: (email) => `Eine E-Mail mit einem Link an ${email}.`,
  },
  sendAgain: {
    button: 'Anfrage erneut senden',
    hint: (email) => `Eine neue E-Mail an ${email}. Der frühere Link gilt dann nicht mehr.`,
  },
  sendElsewhere: { button: 'An einen anderen Kontakt senden', hint: 'Der frühere Link gilt dann nicht mehr.' },
  cancel: { button: 'Bestellung stornieren …', hint: 'Sie sehen, was das bedeutet, bevor etwas geschieht.' },
  nothingToDo: 'Im Moment nichts.',
  ordered: 'Was bestellt wurde',
  product: 'Produkt',
  seats: 'Lizenzen',
  price: 'Preis',
  amount: 'Betrag',
  subscription: 'Abonnement',
  total: 'Summe',
  perSeat: 'je Lizenz und Monat',
  perMonth: 'im Monat',
  notSetUp: {
    lead: 'Dies konnte nicht eingerichtet werden und wird nicht berechnet:',
    seats: (quantity) => (quantity === 1 ? '1 Lizenz' : `${numberIn('de', quantity)} Lizenzen`),
    badge: 'Nicht eingerichtet, nicht berechnet',
    charged: 'Berechnet',
  },
  lineFailure: {
    label: 'Wenn eines ausfällt',
    policies: { keepOthers: 'Die anderen werden behalten', undoAll: 'Alles wird rückgängig gemacht' },
  },
  facts: 'Die Bestellung',
  customer: 'Kunde',
  allOfCustomer: 'Alle Bestellungen dieses Kunden',
  purchaseOrder: 'Bestellreferenz',
  placed: 'Aufgegeben',
  changed: 'Letzte Änderung',
  terms: 'Geschäftsbedingungen',
  version: (version) => `Fassung ${version}, mit der Bestellung anerkannt`,
  administrator: 'Der Administrator',
  modes: { provided: 'Von Ihnen mit der Bestellung angegeben', email: 'Beim Endkunden per E-Mail erfragt' },
  askedAt: (email) => `Die neueste E-Mail ging an ${email}.`,
  notYet: 'Die Daten sind noch nicht da.',
  answered: (by, at) => `Angegeben von: ${by}, ${at}`,
  refused: 'Der Hersteller hat einen Teil der Daten abgelehnt:',
  login: (product, login) => `Meldet sich beim Hersteller für ${product} an mit: ${login}`,
  timeline: 'Was geschehen ist',
  live: 'Diese Seite aktualisiert sich von selbst.',
  paused: 'Diese Seite aktualisiert sich nicht mehr von selbst.',
  refresh: 'Aktualisieren',
  says: (state, whom) =>
    whom === undefined ? `Stand der Bestellung: ${state}.` : `Stand der Bestellung: ${state}. Sie wartet auf ${whom}.`,
};

export const words: Record<Locale, Words> = { en, de };
