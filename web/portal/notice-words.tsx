/** The words of the pages that are not the form. `contact` is the reseller with an address to write to. */
import type { Child } from 'hono/jsx';
import type { Locale } from '../site/locale.ts';

const en = {
  /** The subject of a mail to the reseller. */
  about: {
    details: (orderId: string) => `Details of order ${orderId}`,
    question: (orderId: string) => `Question about order ${orderId}`,
    newLink: (orderId: string) => `New link for order ${orderId}`,
    newestLink: (orderId: string) => `Newest link for order ${orderId}`,
    cancellation: (orderId: string) => `Cancellation of order ${orderId}`,
    end: (orderId: string) => `End of order ${orderId}`,
  },
  answered: {
    title: 'The details are already here',
    text: 'There is nothing left for you to do: the subscription is being set up, and you get a mail when it is ready.',
  },
  completed: {
    title: 'The subscription is ready',
    text: 'The order is complete. There is nothing left for you to do.',
  },
  partial: {
    title: 'Part of the order is ready',
    text: (missing: string) =>
      `What could be set up is ready. This could not be set up, and is not charged: ${missing}. There is nothing left for you to do.`,
  },
  expired: {
    title: 'This link has expired',
    lead: 'The time to answer has passed, so this page takes no details any more.',
    ask: (contact: Child) => <>If the subscription is still wanted, ask {contact} for a new link.</>,
  },
  superseded: {
    title: 'There is a newer link',
    lead: (reseller: string) =>
      `${reseller} has sent the question again, perhaps to somebody else. Only the link in the newest mail works.`,
    ask: (contact: Child) => <>Look for a newer mail about this order, or ask {contact}.</>,
  },
  cancelled: {
    title: 'The order was cancelled',
    lead: 'Nothing more is needed from you, and nothing is charged.',
    ask: (contact: Child) => <>If you did not expect this, ask {contact}.</>,
  },
  ended: {
    title: 'The order has ended',
    lead: 'The order could not be carried out, so this page takes no details any more.',
    ask: (contact: Child) => <>To learn why, ask {contact}.</>,
  },
  receipt: {
    title: 'Thank you, we have the details',
    text: 'The subscription is being set up. You get a mail when it is ready; you can close this page.',
  },
  byReseller: (reseller: string) => `${reseller} has given the administrator’s details.`,
  byCustomer: 'Somebody has sent the administrator’s details through this link.',
  bySomebody: 'The administrator’s details have been given.',
  ifWrong: (contact: Child) => <>If something is wrong, write to {contact}.</>,
  forQuestions: (contact: Child) => <>For questions, write to {contact}.</>,
  accepted: 'Accepted',
};
type Words = typeof en;

const de: Words = {
  about: {
    details: (orderId) => `Daten zur Bestellung ${orderId}`,
    question: (orderId) => `Frage zur Bestellung ${orderId}`,
    newLink: (orderId) => `Neuer Link für Bestellung ${orderId}`,
    newestLink: (orderId) => `Neuester Link für Bestellung ${orderId}`,
    cancellation: (orderId) => `Stornierung der Bestellung ${orderId}`,
    end: (orderId) => `Ende der Bestellung ${orderId}`,
  },
  answered: {
    title: 'Die Daten liegen uns bereits vor',
    text: 'Sie brauchen nichts weiter zu tun: Das Abonnement wird gerade eingerichtet, und Sie bekommen eine E-Mail, sobald es bereit ist.',
  },
  completed: {
    title: 'Das Abonnement ist bereit',
    text: 'Die Bestellung ist abgeschlossen. Sie brauchen nichts weiter zu tun.',
  },
  partial: {
    title: 'Ein Teil der Bestellung ist bereit',
    text: (missing) =>
      `Was eingerichtet werden konnte, ist bereit. Nicht eingerichtet werden konnte, und wird nicht berechnet: ${missing}. Sie brauchen nichts weiter zu tun.`,
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    lead: 'Die Frist für die Antwort ist verstrichen. Diese Seite nimmt deshalb keine Daten mehr an.',
    ask: (contact) => <>Wenn das Abonnement weiterhin gewünscht ist, bitten Sie {contact} um einen neuen Link.</>,
  },
  superseded: {
    title: 'Es gibt einen neueren Link',
    lead: (reseller) =>
      `${reseller} hat die Frage noch einmal verschickt, vielleicht an jemand anderen. Nur der Link in der neuesten E-Mail funktioniert.`,
    ask: (contact) => <>Suchen Sie nach einer neueren E-Mail zu dieser Bestellung, oder fragen Sie {contact}.</>,
  },
  cancelled: {
    title: 'Die Bestellung wurde storniert',
    lead: 'Sie brauchen nichts weiter zu tun, und es wird nichts berechnet.',
    ask: (contact) => <>Wenn Sie das nicht erwartet haben, fragen Sie {contact}.</>,
  },
  ended: {
    title: 'Die Bestellung ist beendet',
    lead: 'Die Bestellung konnte nicht ausgeführt werden. Diese Seite nimmt deshalb keine Daten mehr an.',
    ask: (contact) => <>Den Grund erfahren Sie von {contact}.</>,
  },
  receipt: {
    title: 'Vielen Dank, wir haben die Daten',
    text: 'Das Abonnement wird eingerichtet. Sie bekommen eine E-Mail, sobald es bereit ist; diese Seite können Sie schließen.',
  },
  byReseller: (reseller) => `${reseller} hat die Daten des Administrators angegeben.`,
  byCustomer: 'Über diesen Link wurden die Daten des Administrators bereits gesendet.',
  bySomebody: 'Die Daten des Administrators wurden bereits angegeben.',
  ifWrong: (contact) => <>Wenn etwas nicht stimmt, schreiben Sie an {contact}.</>,
  forQuestions: (contact) => <>Bei Fragen schreiben Sie an {contact}.</>,
  accepted: 'Angenommen',
};

export const words: Record<Locale, Words> = { en, de };

/** What somebody writes to the reseller about. */
export type About = keyof Words['about'];
