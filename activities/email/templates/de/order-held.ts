import type { HoldCause, Leftover } from '../../../../workflows/contract/causes.ts';
import { unreachable } from '../../../../workflows/contract/states.ts';
import type { OrderHeld } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf } from './phrases.ts';

const WHAT_HAPPENED: Record<HoldCause, string> = {
  customerOnHold: 'Für den Kunden besteht eine Kreditsperre.',
  productWithdrawn: 'Ein Produkt der Bestellung wird nicht mehr angeboten.',
  vendorMisconfigured: 'Unser Zugang zum Hersteller ist nicht richtig eingerichtet.',
  vendorUncertain: 'Es lässt sich nicht feststellen, ob der Hersteller das Abonnement bereits angelegt hat.',
  vendorUnavailable: 'Der Hersteller war mehrere Stunden lang nicht zu erreichen.',
  tooManyCorrections: 'Der Hersteller hat jede Korrektur der Daten des Administrators abgelehnt.',
  leftovers: 'Die Bestellung ließ sich nicht vollständig rückgängig machen.',
};

const TO_GO_ON = 'Unser Betriebsteam behebt die Ursache und setzt die Bestellung dann fort – oder bricht sie ab.';

export function orderHeld({ brief, hold }: OrderHeld): Letter {
  const { customer, orderId } = brief;
  return {
    language: 'de',
    subject: `Ihre Bestellung ist angehalten: ${productsInShort(brief)} für ${customer.name} (Bestellung ${orderId})`,
    title: 'Ihre Bestellung ist angehalten',
    blocks: [
      GREETING,
      paragraph(
        `Ihre Bestellung über ${productsOf(brief.lines)} für ${customer.name} kann derzeit nicht weiter ausgeführt werden.`,
      ),
      {
        kind: 'facts',
        rows: [
          ['Was geschehen ist', WHAT_HAPPENED[hold.cause]],
          ['Wie es weitergeht', TO_GO_ON],
        ],
      },
      ...(hold.cause === 'leftovers' ? leftBehind(hold.leftovers) : []),
      paragraph('Die Bestellung bleibt erhalten; Sie brauchen nicht neu zu bestellen.'),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}

function leftBehind(leftovers: readonly Leftover[]): Block[] {
  return [
    paragraph('Davon ist noch etwas vorhanden; wir kümmern uns darum:'),
    { kind: 'list', items: leftovers.map(leftoverInWords) },
  ];
}

function leftoverInWords(leftover: Leftover): string {
  switch (leftover.kind) {
    case 'credit':
      return 'der für die Bestellung reservierte Kredit';
    case 'subscription':
      return `Abonnement der Position ${leftover.lineId} (${leftover.productId}) bei ${leftover.vendor}`;
    case 'billing':
      return `Abrechnung der Position ${leftover.lineId}`;
    default:
      return unreachable(leftover);
  }
}
