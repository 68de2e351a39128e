/** Why an order is held or has ended, in plain words. */
import type { Hold, HoldCause, Leftover, OrderCause, OrderEnd } from '../../workflows/contract/causes.ts';
import type { CreditShortage, RefusalCode } from '../../workflows/contract/failures.ts';
import { unreachable } from '../../workflows/contract/states.ts';
import type { Locale } from '../site/locale.ts';
import { moneyIn } from '../ui/formats.ts';

const en = {
  /** As sentences, on the order's page. */
  causes: {
    customerNoResponse: 'Nobody answered in time.',
    undeliverable: 'The mail could not be delivered.',
    requested: 'It was asked for.',
    workflowCancelled: 'An operator stopped the order.',
    creditRefused: 'Your credit does not suffice for this order.',
    vendorRefused: 'The vendor refused the order.',
    givenUp: 'The order was given up while it was on hold.',
    unexpected: 'Something happened that we had not foreseen.',
    customerOnHold: 'The customer is on credit hold.',
    productWithdrawn: 'A product was withdrawn from the catalogue.',
    vendorMisconfigured: 'Our access to the vendor needs to be mended.',
    vendorUncertain: 'It cannot be told yet whether the vendor has created the subscription.',
    vendorUnavailable: 'The vendor could not be reached for hours.',
    tooManyCorrections: 'The vendor refused every correction of the administrator’s details.',
    leftovers: 'Something that was created could not be removed yet.',
  } satisfies Record<OrderCause, string>,
  /** As the end of a sentence, in the timeline. */
  held: {
    customerOnHold: 'the customer is on credit hold',
    productWithdrawn: 'a product of the order was withdrawn from the catalogue',
    vendorMisconfigured: 'the marketplace’s own access to the vendor must be mended',
    vendorUncertain: 'it must be found out at the vendor whether the subscription exists',
    vendorUnavailable: 'the vendor could not be reached for hours',
    tooManyCorrections: 'the vendor refused every correction of the administrator’s details',
    leftovers: 'something that was created could not be removed',
  } satisfies Record<HoldCause, string>,
  ofLine: (text: string, lineId: string) => `${text} (line ${lineId})`,
  expired: 'The order expired: nobody answered in time',
  undeliverable: 'The order expired: the request could not be delivered',
  cancelled: 'The order was cancelled',
  rejected: (why: string) => `The order was rejected: ${why}`,
  failed: 'The order failed',
  failedBecause: (why: string) => `The order failed: ${why}`,
  /** Each is told what the vendor said, in the vendor's own words. */
  refused: {
    addressInUse: () => 'the e-mail address is in use at the vendor',
    invalid: (said) => said,
    tooLong: (said) => said,
    other: (said) => said,
  } satisfies Record<RefusalCode, (said: string) => string>,
  unforeseen: 'something happened that we had not foreseen',
  credit: {
    insufficient: (needed: string, available: string) =>
      `The order needs ${needed} of credit, and ${available} is available.`,
    otherCurrency: (order: string, credit: string) => `The order is in ${order}; the credit is in ${credit}.`,
    released: 'The reservation has been given back.',
    unknown: 'The credit does not suffice.',
  },
  undone: (ended: string) => `${ended}; the reserved credit was released`,
  allUndone: (ended: string) => `${ended}; everything was undone, and the reserved credit was released`,
  leftOver: (ended: string, leftovers: string) => `${ended}; these could not be undone: ${leftovers}`,
  reservedCredit: 'reserved credit',
  subscription: (lineId: string, productId: string, vendor: string) =>
    `subscription of line ${lineId} (${productId}) at ${vendor}`,
  billing: (lineId: string) => `billing of line ${lineId}`,
};

type Words = typeof en;

const de: Words = {
  causes: {
    customerNoResponse: 'Niemand hat rechtzeitig geantwortet.',
    undeliverable: 'Die E-Mail konnte nicht zugestellt werden.',
    requested: 'Sie wurde auf Wunsch storniert.',
    workflowCancelled: 'Unser Betriebsteam hat die Bestellung beendet.',
    creditRefused: 'Ihr Kreditrahmen reicht für diese Bestellung nicht aus.',
    vendorRefused: 'Der Hersteller hat die Bestellung abgelehnt.',
    givenUp: 'Die Bestellung wurde aufgegeben, während sie angehalten war.',
    unexpected: 'Es ist etwas geschehen, womit wir nicht gerechnet haben.',
    customerOnHold: 'Für den Kunden besteht eine Kreditsperre.',
    productWithdrawn: 'Ein Produkt wurde aus dem Katalog genommen.',
    vendorMisconfigured: 'Unser Zugang zum Hersteller muss in Ordnung gebracht werden.',
    vendorUncertain: 'Es steht noch nicht fest, ob der Hersteller das Abonnement angelegt hat.',
    vendorUnavailable: 'Der Hersteller war stundenlang nicht zu erreichen.',
    tooManyCorrections: 'Der Hersteller hat jede Korrektur der Daten des Administrators abgelehnt.',
    leftovers: 'Etwas, das angelegt wurde, konnte noch nicht entfernt werden.',
  },
  held: {
    customerOnHold: 'Für den Kunden besteht eine Kreditsperre',
    productWithdrawn: 'Ein Produkt der Bestellung wurde aus dem Katalog genommen',
    vendorMisconfigured: 'Der Zugang des Marktplatzes zum Hersteller muss in Ordnung gebracht werden',
    vendorUncertain: 'Es steht nicht fest, ob das Abonnement beim Hersteller besteht',
    vendorUnavailable: 'Der Hersteller war stundenlang nicht zu erreichen',
    tooManyCorrections: 'Der Hersteller hat jede Korrektur der Daten des Administrators abgelehnt',
    leftovers: 'Was angelegt wurde, konnte nicht entfernt werden',
  },
  ofLine: (text, lineId) => `${text} (Position ${lineId})`,
  expired: 'Die Bestellung ist abgelaufen: Niemand hat rechtzeitig geantwortet',
  undeliverable: 'Die Bestellung ist abgelaufen: Die Anfrage ließ sich nicht zustellen',
  cancelled: 'Die Bestellung wurde storniert',
  rejected: (why) => `Die Bestellung wurde abgelehnt: ${why}`,
  failed: 'Die Bestellung ist fehlgeschlagen',
  failedBecause: (why) => `Die Bestellung ist fehlgeschlagen: ${why}`,
  refused: {
    addressInUse: () => 'Die E-Mail-Adresse wird beim Hersteller schon verwendet',
    invalid: (said) => `Der Hersteller kann eine der Angaben nicht annehmen (gemeldet wurde: ${said})`,
    tooLong: (said) => `Eine der Angaben ist dem Hersteller zu lang (gemeldet wurde: ${said})`,
    other: (said) => `Der Hersteller hat abgelehnt (gemeldet wurde: ${said})`,
  },
  unforeseen: 'Es ist etwas geschehen, womit wir nicht gerechnet haben',
  credit: {
    insufficient: (needed, available) => `Die Bestellung braucht ${needed} Kredit, verfügbar sind ${available}.`,
    otherCurrency: (order, credit) => `Die Bestellung ist in ${order}, der Kredit in ${credit}.`,
    released: 'Die Reservierung wurde bereits zurückgegeben.',
    unknown: 'Der Kredit reicht nicht aus.',
  },
  undone: (ended) => `${ended}; der reservierte Kredit wurde frei`,
  allUndone: (ended) => `${ended}; alles wurde rückgängig gemacht, der reservierte Kredit wurde frei`,
  leftOver: (ended, leftovers) => `${ended}; dies konnte nicht rückgängig gemacht werden: ${leftovers}`,
  reservedCredit: 'reservierter Kredit',
  subscription: (lineId, productId, vendor) => `Abonnement der Position ${lineId} (${productId}) bei ${vendor}`,
  billing: (lineId) => `Abrechnung der Position ${lineId}`,
};

export const words: Record<Locale, Words> = { en, de };

export function causeIn(locale: Locale, cause: OrderCause): string {
  return words[locale].causes[cause];
}

export function holdIn(locale: Locale, hold: Hold): string {
  const { held, ofLine } = words[locale];
  if (hold.cause !== 'leftovers') return ofLine(held[hold.cause], hold.lineId);
  return [held.leftovers, listIn(locale, hold.leftovers)].filter(Boolean).join(': ');
}

/** How the order ended, and what became of what had been done for it. */
export function endIn(locale: Locale, end: OrderEnd, leftovers: readonly Leftover[]): string {
  const said = words[locale];
  const ended = endAloneIn(locale, end);
  if (leftovers.length > 0) return said.leftOver(ended, listIn(locale, leftovers));
  switch (end.state) {
    case 'rejected':
      return ended;
    case 'failed':
      return said.allUndone(ended);
    case 'expired':
    case 'cancelled':
      return said.undone(ended);
    default:
      return unreachable(end);
  }
}

function endAloneIn(locale: Locale, end: OrderEnd): string {
  const said = words[locale];
  switch (end.cause) {
    case 'customerNoResponse':
      return said.expired;
    case 'undeliverable':
      return said.undeliverable;
    case 'requested':
    case 'workflowCancelled':
      return said.cancelled;
    case 'creditRefused':
      return said.rejected(shortageIn(locale, end.shortage));
    case 'vendorRefused':
      return end.refusal ? said.failedBecause(said.refused[end.refusal.code](end.refusal.said)) : said.failed;
    case 'givenUp':
      return said.failed;
    case 'unexpected':
      // What was reported is for operators: it may name parts of ours that mean nothing to a reseller.
      return said.failedBecause(said.unforeseen);
    default:
      return unreachable(end);
  }
}

function shortageIn(locale: Locale, shortage: CreditShortage | undefined): string {
  const { credit } = words[locale];
  switch (shortage?.kind) {
    case 'insufficient':
      return credit.insufficient(moneyIn(locale, shortage.needed), moneyIn(locale, shortage.available));
    case 'otherCurrency':
      return credit.otherCurrency(shortage.orderCurrency, shortage.creditCurrency);
    case 'released':
      return credit.released;
    case undefined:
      return credit.unknown;
    default:
      return unreachable(shortage);
  }
}

function listIn(locale: Locale, leftovers: readonly Leftover[]): string {
  return leftovers.map((leftover) => leftoverIn(locale, leftover)).join(', ');
}

function leftoverIn(locale: Locale, leftover: Leftover): string {
  const said = words[locale];
  switch (leftover.kind) {
    case 'credit':
      return said.reservedCredit;
    case 'subscription':
      return said.subscription(leftover.lineId, leftover.productId, leftover.vendor);
    case 'billing':
      return said.billing(leftover.lineId);
    default:
      return unreachable(leftover);
  }
}
