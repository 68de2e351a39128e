/** The words of the catalogue. */
import type { Locale } from '../../site/locale.ts';

const en = {
  title: 'Catalogue',
  results: (query: string) => `Results for “${query}”`,
  count: (count: string, one: boolean) => (one ? '1 product' : `${count} products`),
  all: 'Show the whole catalogue',
  by: 'by',
  perSeat: 'per seat and month',
  quantity: 'Sold in:',
  add: 'Add to Cart',
  inCart: (seats: string, one: boolean) => `In your cart: ${seats} ${one ? 'seat' : 'seats'}`,
  added: (name: string) => `${name} is in your cart.`,
  already: (name: string) => `${name} was in your cart already, and stays there as it was.`,
  next: 'Go to your cart',
  notSold: 'This product is no longer sold. Choose another one.',
  full: 'Your cart is full: an order takes 50 products. Order what is in it, or remove something.',
  nothing: (query: string) => `Nothing in the catalogue has “${query}”`,
  tryThis: 'What you can try:',
  fewer: 'Use fewer or shorter words. A product is found if each word is in its name, vendor or description.',
  vendors: 'Look at what a vendor sells:',
  empty: 'The catalogue is empty',
  emptyText: 'As soon as an operator has loaded products, they are here.',
};
type Words = typeof en;

const de: Words = {
  title: 'Katalog',
  results: (query) => `Treffer für „${query}“`,
  count: (count, one) => (one ? '1 Produkt' : `${count} Produkte`),
  all: 'Den ganzen Katalog zeigen',
  by: 'von',
  perSeat: 'je Lizenz und Monat',
  quantity: 'Verkauft werden:',
  add: 'In den Warenkorb',
  inCart: (seats, one) => `In Ihrem Korb: ${seats} ${one ? 'Lizenz' : 'Lizenzen'}`,
  added: (name) => `${name} liegt in Ihrem Korb.`,
  already: (name) => `${name} lag schon in Ihrem Korb und bleibt dort, wie es war.`,
  next: 'Zu Ihrem Korb',
  notSold: 'Dieses Produkt wird nicht mehr verkauft. Wählen Sie ein anderes.',
  full: 'Ihr Korb ist voll: Eine Bestellung fasst 50 Produkte. Bestellen Sie, was darin liegt, oder entfernen Sie etwas.',
  nothing: (query) => `Nichts im Katalog enthält „${query}“`,
  tryThis: 'Was Sie versuchen können:',
  fewer:
    'Weniger oder kürzere Wörter. Ein Produkt wird gefunden, wenn jedes Wort im Namen, beim Hersteller oder in der Beschreibung steht.',
  vendors: 'Ansehen, was ein Hersteller anbietet:',
  empty: 'Der Katalog ist leer',
  emptyText: 'Sobald ein Betreiber Produkte geladen hat, stehen sie hier.',
};

export const words: Record<Locale, Words> = { en, de };
