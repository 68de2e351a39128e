/** The words of the last step. */
import type { Locale } from '../../site/locale.ts';

const en = {
  title: 'Review your order',
  lead: 'Nothing is ordered before you press Buy.',
  order: 'What you order',
  product: 'Product',
  seats: 'Seats',
  price: 'Per seat and month',
  amount: 'Per month',
  total: 'Total per month',
  customer: 'For whom',
  administrator: 'Administrator',
  mailTo: (name: string, address: string) =>
    `We ask ${name} (${address}) by e-mail, the current admin contact of the customer.`,
  mailText: 'The customer has 14 days to answer.',
  change: 'Change',
  terms: 'Terms and conditions',
  agree: 'I agree to the terms and conditions',
  read: (version: string) => `Read version ${version} of them`,
  newTab: '(opens in a new tab)',
  noTerms: (version: string) =>
    `Version ${version} of the terms cannot be shown, so nobody can agree to it. Ask your operator to load it; this order waits for you here.`,
  agreeFirst: 'To buy, agree to the terms and conditions',
  buy: 'Buy',
  buyText: 'The order becomes binding.',
  notBought: 'Nothing has been bought: the order has changed since you reviewed it. Check it, and buy again.',
  priceChanged: (name: string, before: string, now: string) =>
    `${name} costs ${now} per seat and month now. It was ${before}`,
  termsChanged: (version: string) => `The terms and conditions have changed. Read and agree to version ${version}`,
  orderChanged: 'The order was changed in another tab, or its customer was. What you see now is how it stands',
  unknown: 'The prices have changed. What you see now is how they stand',
};
type Words = typeof en;

const de: Words = {
  title: 'Bestellung prüfen',
  lead: 'Bestellt wird erst, wenn Sie auf Kaufen drücken.',
  order: 'Was Sie bestellen',
  product: 'Produkt',
  seats: 'Lizenzen',
  price: 'Je Lizenz und Monat',
  amount: 'Im Monat',
  total: 'Summe im Monat',
  customer: 'Für wen',
  administrator: 'Administrator',
  mailTo: (name, address) => `Wir fragen ${name} (${address}) per E-Mail, den jetzigen Admin-Kontakt des Kunden.`,
  mailText: 'Der Kunde hat 14 Tage Zeit für die Antwort.',
  change: 'Ändern',
  terms: 'Geschäftsbedingungen',
  agree: 'Ich stimme den Geschäftsbedingungen zu',
  read: (version) => `Fassung ${version} lesen`,
  newTab: '(öffnet einen neuen Tab)',
  noTerms: (version) =>
    `Die Fassung ${version} der Bedingungen kann nicht gezeigt werden, also kann ihr niemand zustimmen. Bitten Sie Ihren Betreiber, sie zu laden; diese Bestellung wartet hier auf Sie.`,
  agreeFirst: 'Zum Kaufen stimmen Sie den Geschäftsbedingungen zu',
  buy: 'Kaufen',
  buyText: 'Die Bestellung wird verbindlich.',
  notBought:
    'Es wurde nichts gekauft: Die Bestellung hat sich geändert, seit Sie sie geprüft haben. Prüfen Sie sie, und kaufen Sie dann.',
  priceChanged: (name, before, now) => `${name} kostet jetzt ${now} je Lizenz und Monat. Vorher waren es ${before}`,
  termsChanged: (version) =>
    `Die Geschäftsbedingungen haben sich geändert. Lesen Sie Fassung ${version}, und stimmen Sie ihr zu`,
  orderChanged: 'Die Bestellung wurde in einem anderen Tab geändert, oder ihr Kunde. Was Sie jetzt sehen, gilt',
  unknown: 'Die Preise haben sich geändert. Was Sie jetzt sehen, gilt',
};

export const words: Record<Locale, Words> = { en, de };
