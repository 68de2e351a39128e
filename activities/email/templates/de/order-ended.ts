import type { OrderEnded } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const HAS_ENDED = {
  expired: 'ist abgelaufen',
  cancelled: 'wurde storniert',
  failed: 'konnte nicht ausgeführt werden',
  rejected: 'wurde nicht angenommen',
} as const;

/** Why, for the reseller, by cause; a cause that is not here is told by the state alone. */
const WHY_FOR_RESELLER: Readonly<Record<string, string>> = {
  customerNoResponse: 'Die Anfrage nach den Daten des Administrators wurde nicht rechtzeitig beantwortet.',
  undeliverable: 'Die Anfrage nach den Daten des Administrators ließ sich an die Adresse des Kontakts nicht zustellen.',
  requested: 'Die Stornierung wurde so gewünscht.',
  creditRefused: 'Ihr Kreditrahmen reicht dafür nicht aus.',
  vendorRefused: 'Der Hersteller hat sie nicht angenommen.',
  givenUp: 'Sie ließ sich nicht fortsetzen und wurde aufgegeben.',
};

/** Why, for the customer: nothing about the reseller's credit or about us. */
const WHY_FOR_CUSTOMER: Readonly<Record<string, string>> = {
  customerNoResponse: 'Auf unsere Frage, wer das Abonnement verwalten soll, haben wir keine Antwort erhalten.',
  undeliverable: 'Unsere Frage, wer das Abonnement verwalten soll, konnte nicht zugestellt werden.',
};

const whyOf = (words: Readonly<Record<string, string>>, cause: string) =>
  Object.hasOwn(words, cause) ? (words[cause] as string) : '';

export function orderEnded(data: OrderEnded): Letter {
  const { brief, state, to } = data;
  const title = `${to === 'reseller' ? 'Ihre' : 'Die'} Bestellung ${HAS_ENDED[state]}`;
  return {
    language: 'de',
    subject: `${title}: ${productsInShort(brief)} für ${brief.customer.name} (Bestellung ${brief.orderId})`,
    title,
    blocks: [
      GREETING,
      ...(to === 'reseller' ? forReseller(data) : forCustomer(data)),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
      ...(to === 'customer' ? [whomToAsk(brief)] : []),
    ],
    footer: footer(brief, to),
  };
}

function forReseller({ brief, state, cause }: OrderEnded): Block[] {
  return [
    paragraph(
      `Ihre Bestellung über ${productsOf(brief.lines)} für ${brief.customer.name} ${HAS_ENDED[state]}. ${whyOf(WHY_FOR_RESELLER, cause)}`,
    ),
    paragraph(
      'Es wird nichts berechnet, und es ist kein Kredit mehr dafür reserviert. Sie können jederzeit neu bestellen.',
    ),
  ];
}

function forCustomer({ brief, state, cause }: OrderEnded): Block[] {
  const { reseller, customer, lines } = brief;
  return [
    paragraph(
      `die Bestellung von ${reseller.name} für ${customer.name} – ${productsOf(lines)} – ${HAS_ENDED[state]}. ${whyOf(WHY_FOR_CUSTOMER, cause)}`,
    ),
    paragraph(
      `Die Links in unseren früheren E-Mails funktionieren nicht mehr. Es wird nichts berechnet. Wenn Sie das Abonnement weiterhin wünschen, kann ${reseller.name} es erneut bestellen.`,
    ),
  ];
}
