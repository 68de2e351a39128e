/** The form's words in each language. */
import type { Locale } from '../site/locale.ts';
import { numberIn } from '../ui/formats.ts';

const en = {
  /** The question that the page asks, for one product or several. */
  title: (products: string) => `Who will administer ${products}?`,
  and: 'and',
  lead: (reseller: string, products: string, customer: string) =>
    `${reseller} has ordered ${products} for ${customer}. To set it up, we need to know who will administer it.`,
  /** Instead, when the vendor has refused some of what was answered. */
  correct: {
    title: 'Please correct the administrator’s details',
    lead: (products: string) =>
      `The vendor could not take some of the administrator’s details for ${products}. The form has what was entered: change what is marked, and send it again.`,
  },
  order: 'The order',
  administrator: 'The administrator',
  privacy: (reseller: string) =>
    `We pass these details to the vendor, who makes an account for the administrator. ${reseller} sees them too.`,
  send: 'Send the details',
  notSent: 'Your details were not sent',
  /** The workflow refused what the form's rules allow. */
  refused: 'Please check the details and send them again.',
  unavailable:
    'Our order system did not answer in time. Your details are still here: press the button again, it is safe to send them twice.',
  orderNumber: 'Order number',
  ordered: 'Ordered',
  line: (product: string, quantity: number) =>
    `${product}, ${numberIn('en', quantity)} ${quantity === 1 ? 'seat' : 'seats'}`,
  forWhom: 'For',
  byWhom: 'By',
  purchaseOrder: 'Your purchase order',
  answerBy: 'Please answer by',
  /** The small print under every page of the portal. */
  footer: (reseller: string) =>
    `You got this link from ${reseller}. It is meant for you: do not pass it on to people who should not answer.`,
};
type Words = typeof en;

const de: Words = {
  title: (products) => `Wer soll ${products} verwalten?`,
  and: 'und',
  lead: (reseller, products, customer) =>
    `${reseller} hat ${products} für ${customer} bestellt. Damit wir das Abonnement einrichten können, müssen wir wissen, wer es verwalten soll.`,
  correct: {
    title: 'Bitte korrigieren Sie die Daten des Administrators',
    lead: (products) =>
      `Der Hersteller konnte einen Teil der Daten des Administrators für ${products} nicht annehmen. Im Formular steht, was eingegeben wurde: Ändern Sie, was markiert ist, und senden Sie es noch einmal.`,
  },
  order: 'Die Bestellung',
  administrator: 'Der Administrator',
  privacy: (reseller) =>
    `Wir geben diese Daten an den Hersteller weiter, der ein Konto für den Administrator anlegt. Auch ${reseller} sieht sie.`,
  send: 'Daten senden',
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
};

export const words: Record<Locale, Words> = { en, de };
