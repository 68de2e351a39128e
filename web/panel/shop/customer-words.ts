/** The words of the step that chooses a customer. */
import type { Locale } from '../../site/locale.ts';

const en = {
  title: 'Which customer is the order for?',
  find: 'Find a customer',
  findHint: 'By name, place or contact',
  findButton: 'Find',
  add: 'Add new customer',
  legend: 'Your customers',
  count: (count: string, one: boolean) => (one ? '1 customer' : `${count} customers`),
  chosen: (name: string) => `Chosen so far: ${name}`,
  onHold: 'On credit hold: nothing can be ordered until the hold ends',
  contact: 'Admin contact:',
  next: 'Next',
  none: 'Choose a customer, or add a new one',
  onHoldNow: (name: string) =>
    `${name} is on credit hold, so nothing can be ordered for it now. Choose another customer, or come back to this order when the hold has ended`,
  nothing: (find: string) => `None of your customers has “${find}”`,
  tryThis: 'Try fewer words, part of the name, the town, or the e-mail address of a contact.',
  showAll: 'Show all customers',
  noCustomers: 'You have no customers yet.',
};
type Words = typeof en;

const de: Words = {
  title: 'Für welchen Kunden ist die Bestellung?',
  find: 'Kunden suchen',
  findHint: 'Nach Name, Ort oder Ansprechpartner',
  findButton: 'Finden',
  add: 'Neuen Kunden anlegen',
  legend: 'Ihre Kunden',
  count: (count, one) => (one ? '1 Kunde' : `${count} Kunden`),
  chosen: (name) => `Bisher gewählt: ${name}`,
  onHold: 'Kreditsperre: Bis sie endet, kann nichts bestellt werden',
  contact: 'Admin-Kontakt:',
  next: 'Weiter',
  none: 'Wählen Sie einen Kunden, oder legen Sie einen neuen an',
  onHoldNow: (name) =>
    `Für ${name} gilt eine Kreditsperre, jetzt kann also nichts bestellt werden. Wählen Sie einen anderen Kunden, oder kommen Sie zu dieser Bestellung zurück, wenn die Sperre endet`,
  nothing: (find) => `Keiner Ihrer Kunden enthält „${find}“`,
  tryThis: 'Versuchen Sie weniger Wörter, einen Teil des Namens, den Ort oder die E-Mail-Adresse eines Kontakts.',
  showAll: 'Alle Kunden zeigen',
  noCustomers: 'Sie haben noch keine Kunden.',
};

export const words: Record<Locale, Words> = { en, de };
