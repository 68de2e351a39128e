import type { EndCause } from '../../../../workflows/contract/causes.ts';
import type { OrderEnded } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf, whomToAsk } from './phrases.ts';

const HAS_ENDED = {
  expired: 'ist abgelaufen',
  cancelled: 'wurde storniert',
  failed: 'konnte nicht ausgeführt werden',
  rejected: 'wurde nicht angenommen',
} as const;

/** Why, for the reseller. */
const WHY_FOR_RESELLER: Record<EndCause, string> = {
  customerNoResponse: 'Die Anfrage nach den Daten des Administrators wurde nicht rechtzeitig beantwortet.',
  undeliverable: 'Die Anfrage nach den Daten des Administrators ließ sich an die Adresse des Kontakts nicht zustellen.',
  requested: 'Die Stornierung wurde so gewünscht.',
  workflowCancelled: 'Unser Betriebsteam hat sie storniert.',
  creditRefused: 'Ihr Kreditrahmen reicht dafür nicht aus.',
  vendorRefused: 'Der Hersteller hat sie nicht angenommen.',
  givenUp: 'Sie ließ sich nicht fortsetzen und wurde aufgegeben.',
  unexpected: 'Es ist etwas geschehen, womit wir nicht gerechnet haben.',
};

/** Why, for the customer: nothing about the reseller's credit or about us. */
const WHY_FOR_CUSTOMER: Partial<Record<EndCause, string>> = {
  customerNoResponse: 'Auf unsere Frage, wer das Abonnement verwalten soll, haben wir keine Antwort erhalten.',
  undeliverable: 'Unsere Frage, wer das Abonnement verwalten soll, konnte nicht zugestellt werden.',
};

export function orderEnded(data: OrderEnded): Letter {
  const { brief, end, to } = data;
  const title = `${to === 'reseller' ? 'Ihre' : 'Die'} Bestellung ${HAS_ENDED[end.state]}`;
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

function forReseller({ brief, end }: OrderEnded): Block[] {
  return [
    paragraph(
      `Ihre Bestellung über ${productsOf(brief.lines)} für ${brief.customer.name} ${HAS_ENDED[end.state]}. ${WHY_FOR_RESELLER[end.cause]}`,
    ),
    paragraph(
      'Es wird nichts berechnet, und es ist kein Kredit mehr dafür reserviert. Sie können jederzeit neu bestellen.',
    ),
  ];
}

function forCustomer({ brief, end }: OrderEnded): Block[] {
  const { reseller, customer, lines } = brief;
  return [
    paragraph(
      `die Bestellung von ${reseller.name} für ${customer.name} – ${productsOf(lines)} – ${HAS_ENDED[end.state]}. ${WHY_FOR_CUSTOMER[end.cause] ?? ''}`,
    ),
    paragraph(
      `Die Links in unseren früheren E-Mails funktionieren nicht mehr. Es wird nichts berechnet. Wenn Sie das Abonnement weiterhin wünschen, kann ${reseller.name} es erneut bestellen.`,
    ),
  ];
}
