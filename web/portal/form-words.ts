/** The form's words in each language. */

import type { Locale } from '../site/locale.ts';
import { numberIn } from '../ui/formats.ts';

export interface FormWords {
  /** The question that the page asks, for one product or several. */
  title(products: string): string;
  /** Before the title of a page whose form was refused. */
  errorTitle(title: string): string;
  /** Before each message, for who hears the page and does not see red. */
  error: string;
  and: string;
  lead(reseller: string, products: string, customer: string): string;
  sentBack: string;
  order: string;
  administrator: string;
  optional: string;
  chooseCountry: string;
  chooseLanguage: string;
  privacy(reseller: string): string;
  send: string;
  summary: string;
  notSent: string;
  /** The workflow refused what the form's rules allow. */
  refused: string;
  unavailable: string;
  orderNumber: string;
  ordered: string;
  line(product: string, quantity: number): string;
  forWhom: string;
  byWhom: string;
  purchaseOrder: string;
  answerBy: string;
  /** The small print under every page of the portal. */
  footer(reseller: string): string;
}

export const words: Record<Locale, FormWords> = {
  en: {
    title: (products) => `Who will administer ${products}?`,
    errorTitle: (title) => `Error: ${title}`,
    error: 'Error:',
    and: 'and',
    lead: (reseller, products, customer) =>
      `${reseller} has ordered ${products} for ${customer}. To set it up, we need to know who will administer it.`,
    sentBack: 'The vendor could not use these details. Please check them and send them again.',
    order: 'The order',
    administrator: 'The administrator',
    optional: '(optional)',
    chooseCountry: 'Choose a country',
    chooseLanguage: 'Choose a language',
    privacy: (reseller) =>
      `We pass these details to the vendor, who makes an account for the administrator. ${reseller} sees them too.`,
    send: 'Send the details',
    summary: 'There is a problem',
    notSent: 'Your details were not sent',
    refused: 'Please check the details and send them again.',
    unavailable:
      'Our order system did not answer in time. Your details are still here: press the button again, it is safe to send them twice.',
    orderNumber: 'Order number',
    ordered: 'Ordered',
    line: (product, quantity) => `${product}, ${numberIn('en', quantity)} ${quantity === 1 ? 'seat' : 'seats'}`,
    forWhom: 'For',
    byWhom: 'By',
    purchaseOrder: 'Your purchase order',
    answerBy: 'Please answer by',
    footer: (reseller) =>
      `You got this link from ${reseller}. It is meant for you: do not pass it on to people who should not answer.`,
  },
  de: {
    title: (products) => `Wer soll ${products} verwalten?`,
    errorTitle: (title) => `Fehler: ${title}`,
    error: 'Fehler:',
    and: 'und',
    lead: (reseller, products, customer) =>
      `${reseller} hat ${products} für ${customer} bestellt. Damit wir das Abonnement einrichten können, müssen wir wissen, wer es verwalten soll.`,
    sentBack: 'Der Hersteller konnte diese Daten nicht verwenden. Bitte prüfen Sie sie und senden Sie sie noch einmal.',
    order: 'Die Bestellung',
    administrator: 'Der Administrator',
    optional: '(freiwillig)',
    chooseCountry: 'Land auswählen',
    chooseLanguage: 'Sprache auswählen',
    privacy: (reseller) =>
      `Wir geben diese Daten an den Hersteller weiter, der ein Konto für den Administrator anlegt. Auch ${reseller} sieht sie.`,
    send: 'Daten senden',
    summary: 'Bitte prüfen Sie Ihre Eingaben',
    notSent: 'Ihre Daten wurden nicht gesendet',
    refused: 'Bitte prüfen Sie die Daten und senden Sie sie noch einmal.',
    unavailable:
      'Unser Bestellsystem hat nicht rechtzeitig geantwortet. Ihre Daten stehen noch im Formular: Senden Sie sie einfach noch einmal, doppelt kommen sie dadurch nicht an.',
    orderNumber: 'Bestellnummer',
    ordered: 'Bestellt',
    line: (product, quantity) => `${product}, ${numberIn('de', quantity)} ${quantity === 1 ? 'Lizenz' : 'Lizenzen'}`,
    forWhom: 'Für',
    byWhom: 'Von',
    purchaseOrder: 'Ihre Bestellreferenz',
    answerBy: 'Bitte antworten Sie bis',
    footer: (reseller) =>
      `Diesen Link haben Sie von ${reseller} bekommen. Er ist für Sie bestimmt: Geben Sie ihn nicht an Personen weiter, die nicht antworten sollen.`,
  },
};
