/** The words of the list of orders. */

import type { Locale } from '../../site/locale.ts';
import { numberIn } from '../../ui/formats.ts';

const en = {
  title: 'Orders',
  filters: 'Filter the orders',
  search: 'Search',
  searchHint: 'Order number, purchase order number, customer or product',
  state: 'State',
  anyState: 'Any state',
  customer: 'Customer',
  from: 'Placed from',
  to: 'Placed until',
  waitingOnly: 'Only those waiting on you',
  waitingOnYou: (count: number) =>
    count === 1 ? '1 order waits on you' : `${numberIn('en', count)} orders wait on you`,
  apply: 'Show',
  clear: 'Clear the filters',
  onlyCustomer: (name: string) => `Only orders of ${name}`,
  allCustomers: 'Orders of all customers',
  export: 'Export as CSV',
  number: 'Order number',
  placed: 'Placed',
  what: 'Product',
  until: (until: string) => `until ${until}`,
  total: 'Total',
  perMonth: 'per month',
  seats: (quantity: number) => (quantity === 1 ? '1 seat' : `${numberIn('en', quantity)} seats`),
  more: (lines: number) => `and ${lines} more`,
  caption: 'Orders, newest first',
  next: 'Older orders',
  first: 'Newest orders',
  pages: 'Pages of orders',
  none: { title: 'No orders yet', text: 'Orders that you place appear here.', link: 'Find a product' },
  noMatch: {
    title: 'No order matches',
    text: 'Try fewer words, a longer range of dates, or any state.',
    link: 'Show all orders',
  },
  noneWaiting: { title: 'No order waits on you', text: 'There is nothing for you to do.', link: 'Show all orders' },
};

type Words = typeof en;

const de: Words = {
  title: 'Bestellungen',
  filters: 'Bestellungen filtern',
  search: 'Suchen',
  searchHint: 'Bestellnummer, Bestellreferenz, Kunde oder Produkt',
  state: 'Stand',
  anyState: 'Jeder Stand',
  customer: 'Kunde',
  from: 'Aufgegeben von',
  to: 'Aufgegeben bis',
  waitingOnly: 'Nur was auf Sie wartet',
  waitingOnYou: (count) =>
    count === 1 ? '1 Bestellung wartet auf Sie' : `${numberIn('de', count)} Bestellungen warten auf Sie`,
  apply: 'Anzeigen',
  clear: 'Filter zurücksetzen',
  onlyCustomer: (name) => `Nur Bestellungen von ${name}`,
  allCustomers: 'Bestellungen aller Kunden',
  export: 'Als CSV exportieren',
  number: 'Bestellnummer',
  placed: 'Aufgegeben',
  what: 'Produkt',
  until: (until) => `bis ${until}`,
  total: 'Summe',
  perMonth: 'im Monat',
  seats: (quantity) => (quantity === 1 ? '1 Lizenz' : `${numberIn('de', quantity)} Lizenzen`),
  more: (lines) => `und ${lines} weitere`,
  caption: 'Bestellungen, neueste zuerst',
  next: 'Ältere Bestellungen',
  first: 'Neueste Bestellungen',
  pages: 'Seiten der Bestellungen',
  none: {
    title: 'Noch keine Bestellungen',
    text: 'Hier erscheinen die Bestellungen, die Sie aufgeben.',
    link: 'Ein Produkt suchen',
  },
  noMatch: {
    title: 'Keine Bestellung passt dazu',
    text: 'Versuchen Sie weniger Wörter, einen längeren Zeitraum oder jeden Stand.',
    link: 'Alle Bestellungen anzeigen',
  },
  noneWaiting: {
    title: 'Keine Bestellung wartet auf Sie',
    text: 'Für Sie ist nichts zu tun.',
    link: 'Alle Bestellungen anzeigen',
  },
};

export const words: Record<Locale, Words> = { en, de };
