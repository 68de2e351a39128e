/** The words of the pages on which something is done to an order. */
import type { Locale } from '../../site/locale.ts';

const en = {
  order: (orderId: string) => `Order ${orderId}`,
  back: 'Back to the order',
  keep: 'Keep the order',
  provide: {
    title: 'Provide information yourself',
    lead: (customer: string) => `Who will administer the subscription of ${customer}?`,
    race: 'The customer can answer at the same time: the first answer counts, and the link in the mail stops working then.',
    send: 'Send the details',
  },
  /** Instead, when the vendor has refused some of what was given. */
  correct: {
    title: 'Correct the administrator’s details',
    lead: (customer: string) =>
      `The vendor could not take some of the details for the subscription of ${customer}. The form has what was given: change what is marked, and send it again.`,
  },
  elsewhere: {
    title: 'Send the request to another contact',
    lead: (asked: string) =>
      `So far it went to ${asked}. The link in that mail stops working as soon as the new one is sent.`,
    name: 'Name',
    email: 'E-mail address',
    send: 'Send the request',
    until: (until: string) => `The time to answer stays the same: until ${until}.`,
    problems: {
      name: 'Enter a name of at most 200 characters',
      email: 'Enter an e-mail address in the form name@example.com',
    },
  },
  again: {
    title: 'Send the request again',
    lead: (asked: string) => `A new mail goes to ${asked}. The earlier link stops working.`,
  },
  cancel: {
    title: 'Cancel the order?',
    lead: 'This is what it means:',
    means: {
      before: [
        'The order ends now, and cannot be taken up again. You can place a new one.',
        'Nothing has been created at the vendor. Nothing is charged, and the reserved credit is released.',
        'If the customer was asked for details, the link in the mail stops working and the customer is told by mail.',
      ],
      provisioning: [
        'No further step is begun. One that the vendor has in hand ends first; the order’s page shows how far it is.',
        'Then what was created at the vendor is removed again, and the order ends as cancelled. Nothing is charged, and the reserved credit is released.',
        'Only if everything is set up before the cancellation takes effect, the order is completed and charged all the same.',
        'If something cannot be removed, the order is on hold until an operator has removed it.',
        'If the customer was asked for details, the customer is told by mail how the order ended.',
      ],
      undo: [
        'The order is given up and ends as cancelled. You can place a new one.',
        'What was created at the vendor is removed again. Nothing is charged, and the reserved credit is released.',
        'If something cannot be removed, the order stays on hold until an operator has removed it.',
        'If the customer was asked for details, the link in the mail stops working and the customer is told by mail.',
      ],
    },
    confirm: 'Cancel the order',
    until: 'An order can be cancelled until everything is set up and billing begins.',
  },
  trouble: {
    unavailable:
      'Our order system did not answer in time. Nothing is lost: try again, it is safe to send the same twice.',
    invalid: 'Our order system could not read that. Please check what you entered.',
    askedAgain:
      'The vendor has refused an answer meanwhile. Nothing was sent: check what you entered against what is marked now, and send it.',
    limitReached:
      'This request has been sent as often as an order allows. Give the administrator’s details yourself, or cancel the order.',
  },
  answered: {
    title: 'Somebody else was first',
    already: 'The details are here already',
    lead: (by: string, at: string) =>
      `The administrator’s details were given already. By: ${by}, ${at}. That answer counts.`,
    yours: 'Your details were not taken.',
    details: 'The details that were accepted',
  },
  late: {
    title: 'That is not possible any more',
    lead: (state: string) => `The order has moved on meanwhile. It is now: ${state}. Nothing was changed.`,
  },
  missing: {
    title: 'There is no such order',
    lead: 'Check the order number, or look for the order in the list.',
    link: 'All orders',
  },
};

type Words = typeof en;

const de: Words = {
  order: (orderId) => `Bestellung ${orderId}`,
  back: 'Zurück zur Bestellung',
  keep: 'Bestellung behalten',
  provide: {
    title: 'Angaben selbst machen',
    lead: (customer) => `Wer wird das Abonnement von ${customer} verwalten?`,
    race: 'Der Kunde kann gleichzeitig antworten: Die erste Antwort zählt, und der Link in der E-Mail gilt dann nicht mehr.',
    send: 'Daten senden',
  },
  correct: {
    title: 'Daten des Administrators korrigieren',
    lead: (customer) =>
      `Der Hersteller konnte einen Teil der Daten für das Abonnement von ${customer} nicht annehmen. Im Formular steht, was angegeben wurde: Ändern Sie, was markiert ist, und senden Sie es noch einmal.`,
  },
  elsewhere: {
    title: 'Anfrage an einen anderen Kontakt senden',
    lead: (asked) =>
      `Bisher ging sie an ${asked}. Der Link in jener E-Mail gilt nicht mehr, sobald die neue gesendet ist.`,
    name: 'Name',
    email: 'E-Mail-Adresse',
    send: 'Anfrage senden',
    until: (until) => `Die Frist für die Antwort bleibt dieselbe: bis ${until}.`,
    problems: {
      name: 'Geben Sie einen Namen mit höchstens 200 Zeichen ein',
      email: 'Geben Sie eine E-Mail-Adresse in der Form name@beispiel.de ein',
    },
  },
  again: {
    title: 'Anfrage erneut senden',
    lead: (asked) => `Eine neue E-Mail geht an ${asked}. Der frühere Link gilt dann nicht mehr.`,
  },
  cancel: {
    title: 'Bestellung stornieren?',
    lead: 'Das bedeutet es:',
    means: {
      before: [
        'Die Bestellung endet jetzt und kann nicht wieder aufgenommen werden. Sie können eine neue aufgeben.',
        'Beim Hersteller wurde nichts angelegt. Nichts wird berechnet, und der reservierte Kredit wird frei.',
        'Wurde der Kunde nach Daten gefragt, gilt der Link in der E-Mail nicht mehr, und der Kunde erfährt es per E-Mail.',
      ],
      provisioning: [
        'Es beginnt kein weiterer Schritt. Was der Hersteller gerade ausführt, wird erst beendet; die Seite der Bestellung zeigt, wie weit es ist.',
        'Dann wird wieder entfernt, was beim Hersteller angelegt wurde, und die Bestellung endet als storniert. Nichts wird berechnet, und der reservierte Kredit wird frei.',
        'Nur wenn alles eingerichtet ist, bevor die Stornierung wirksam wird, ist die Bestellung trotzdem abgeschlossen und wird berechnet.',
        'Lässt sich etwas nicht entfernen, ist die Bestellung angehalten, bis unser Betriebsteam es entfernt hat.',
        'Wurde der Kunde nach Daten gefragt, erfährt er per E-Mail, wie die Bestellung geendet hat.',
      ],
      undo: [
        'Die Bestellung wird aufgegeben und endet als storniert. Sie können eine neue aufgeben.',
        'Was beim Hersteller angelegt wurde, wird wieder entfernt. Nichts wird berechnet, und der reservierte Kredit wird frei.',
        'Lässt sich etwas nicht entfernen, bleibt die Bestellung angehalten, bis unser Betriebsteam es entfernt hat.',
        'Wurde der Kunde nach Daten gefragt, gilt der Link in der E-Mail nicht mehr, und der Kunde erfährt es per E-Mail.',
      ],
    },
    confirm: 'Bestellung stornieren',
    until: 'Eine Bestellung lässt sich stornieren, bis alles eingerichtet ist und die Abrechnung beginnt.',
  },
  trouble: {
    unavailable:
      'Unser Bestellsystem hat nicht rechtzeitig geantwortet. Nichts ist verloren: Versuchen Sie es noch einmal, doppelt kommt dadurch nichts an.',
    invalid: 'Unser Bestellsystem konnte das nicht lesen. Bitte prüfen Sie Ihre Eingaben.',
    askedAgain:
      'Der Hersteller hat inzwischen eine Antwort abgelehnt. Es wurde nichts gesendet: Vergleichen Sie Ihre Eingaben mit dem, was jetzt markiert ist, und senden Sie sie dann.',
    limitReached:
      'Die Anfrage wurde so oft gesendet, wie eine Bestellung es erlaubt. Geben Sie die Daten des Administrators selbst an, oder stornieren Sie die Bestellung.',
  },
  answered: {
    title: 'Jemand anderes war schneller',
    already: 'Die Daten sind bereits da',
    lead: (by, at) => `Die Daten des Administrators wurden bereits angegeben. Von: ${by}, ${at}. Diese Antwort zählt.`,
    yours: 'Ihre Daten wurden nicht übernommen.',
    details: 'Die übernommenen Daten',
  },
  late: {
    title: 'Das ist nicht mehr möglich',
    lead: (state) => `Die Bestellung ist inzwischen weiter. Ihr Stand ist jetzt: ${state}. Es wurde nichts geändert.`,
  },
  missing: {
    title: 'Diese Bestellung gibt es nicht',
    lead: 'Prüfen Sie die Bestellnummer, oder suchen Sie die Bestellung in der Liste.',
    link: 'Alle Bestellungen',
  },
};

export const words: Record<Locale, Words> = { en, de };
