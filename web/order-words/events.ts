/** What has happened to an order, in the reader's language: made of the timeline's events, which hold no words. */
import type { OrderEvent, RequestKind } from '../../workflows/contract/events.ts';
import type { ResumeAction } from '../../workflows/contract/messages.ts';
import type { Actor } from '../../workflows/contract/order.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import type { Locale } from '../site/locale.ts';
import { endIn, holdIn } from './causes.ts';

const en = {
  orderAccepted: 'Order accepted',
  sent: {
    first: 'The customer was asked for the administrator’s details by e-mail',
    reminder: 'The customer was reminded',
    resend: 'The request was sent again; the earlier link no longer works',
    extended: 'The customer was given more time',
    correction: 'The customer was asked by e-mail to correct the administrator’s details',
  } satisfies Record<RequestKind, string>,
  refused: 'The mail to the admin contact was refused by its mail server',
  mailServerAway: 'The mail server could not be reached; the mail will be sent as soon as it can',
  provisioningStarted: 'The subscription is being created at the vendor',
  vendorLate: 'The vendor did not answer as it should; it will be tried again',
  activationAwaited: 'The subscription was created and is not active yet',
  held: (why: string) => `The order is on hold: ${why}`,
  correctionAsked: 'The vendor refused some of the administrator’s details; you are asked to correct them',
  correctionAskedOfCustomer:
    'The vendor refused some of the administrator’s details; the customer is asked to correct them',
  resolved: {
    retry: 'An operator let the order go on',
    giveUp: 'An operator gave up what was on hold',
    adopt: 'An operator found the subscription at the vendor and took it for this order',
    remove: 'An operator had the subscription removed at the vendor',
  } satisfies Record<ResumeAction, string>,
  holdExpired: 'Nobody decided in time; what was on hold is given up',
  cancellationAsked: 'The order is to be cancelled; the step in hand at the vendor ends first',
  undoStarted: 'What had been created at the vendor is being removed',
  completed: 'The subscription is active',
  completedInPart: 'The order was carried out in part; what could not be set up is not charged',
  orphanRemoved: (lineId: string) => `A subscription that the vendor had made late was removed (line ${lineId})`,
  actors: {
    customer: 'Customer',
    reseller: 'Reseller',
    operator: 'Operator',
    vendor: 'Vendor',
    system: 'Order Saga',
  } satisfies Record<Actor, string>,
};

type Words = typeof en;

const de: Words = {
  orderAccepted: 'Bestellung angenommen',
  sent: {
    first: 'Der Kunde wurde per E-Mail um die Daten des Administrators gebeten',
    reminder: 'Der Kunde wurde erinnert',
    resend: 'Die Anfrage wurde erneut gesendet; der frühere Link gilt nicht mehr',
    extended: 'Der Kunde hat mehr Zeit bekommen',
    correction: 'Der Kunde wurde per E-Mail gebeten, die Daten des Administrators zu korrigieren',
  },
  refused: 'Die E-Mail an den Ansprechpartner wurde von dessen Mailserver abgelehnt',
  mailServerAway: 'Der Mailserver war nicht zu erreichen; die E-Mail wird gesendet, sobald es geht',
  provisioningStarted: 'Das Abonnement wird beim Hersteller angelegt',
  vendorLate: 'Der Hersteller hat nicht wie erwartet geantwortet; es wird erneut versucht',
  activationAwaited: 'Das Abonnement ist angelegt und noch nicht aktiv',
  held: (why) => `Angehalten: ${why}`,
  correctionAsked: 'Der Hersteller hat Daten des Administrators abgelehnt; Sie werden gebeten, sie zu korrigieren',
  correctionAskedOfCustomer:
    'Der Hersteller hat Daten des Administrators abgelehnt; der Kunde wird gebeten, sie zu korrigieren',
  resolved: {
    retry: 'Das Betriebsteam hat die Bestellung fortgesetzt',
    giveUp: 'Das Betriebsteam hat aufgegeben, was angehalten war',
    adopt: 'Das Betriebsteam hat das Abonnement beim Hersteller gefunden und dieser Bestellung zugeordnet',
    remove: 'Das Betriebsteam hat das Abonnement beim Hersteller entfernen lassen',
  },
  holdExpired: 'Niemand hat rechtzeitig entschieden; was angehalten war, wird aufgegeben',
  cancellationAsked: 'Die Bestellung soll storniert werden; der laufende Schritt beim Hersteller wird noch beendet',
  undoStarted: 'Was beim Hersteller angelegt war, wird entfernt',
  completed: 'Das Abonnement ist aktiv',
  completedInPart:
    'Die Bestellung wurde zum Teil ausgeführt; was nicht eingerichtet werden konnte, wird nicht berechnet',
  orphanRemoved: (lineId) =>
    `Ein Abonnement, das der Hersteller verspätet angelegt hatte, wurde entfernt (Position ${lineId})`,
  actors: {
    customer: 'Kunde',
    reseller: 'Reseller',
    operator: 'Betriebsteam',
    vendor: 'Hersteller',
    system: 'Order Saga',
  },
};

/** @public A test compares the languages. */
export const words: Record<Locale, Words> = { en, de };

export function eventIn(locale: Locale, event: OrderEvent): string {
  const said = words[locale];
  switch (event.kind) {
    case 'orderAccepted':
      return said.orderAccepted;
    case 'informationRequestSent':
      return said.sent[event.mail];
    case 'informationRequestRefused':
      return said.refused;
    case 'mailServerAway':
      return said.mailServerAway;
    case 'provisioningStarted':
      return said.provisioningStarted;
    case 'vendorLate':
      return said.vendorLate;
    case 'activationAwaited':
      return said.activationAwaited;
    case 'orderHeld':
      return said.held(holdIn(locale, event.hold));
    case 'correctionAsked':
      return event.of === 'customer' ? said.correctionAskedOfCustomer : said.correctionAsked;
    case 'holdResolved':
      return said.resolved[event.action];
    case 'holdExpired':
      return said.holdExpired;
    case 'cancellationAsked':
      return said.cancellationAsked;
    case 'undoStarted':
      return said.undoStarted;
    case 'orderCompleted':
      return said.completed;
    case 'orderCompletedInPart':
      return said.completedInPart;
    case 'orphanRemoved':
      return said.orphanRemoved(event.lineId);
    case 'orderEnded':
      return endIn(locale, event.end, event.leftovers);
    case 'recorded':
      return event.text;
    default:
      return unreachable(event);
  }
}

export function actorIn(locale: Locale, by: Actor): string {
  return words[locale].actors[by];
}
