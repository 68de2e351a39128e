import type { OrderHeld } from '../data.ts';
import { type Block, type Letter, paragraph } from '../letter.ts';
import { facts, footer, GREETING, productsInShort, productsOf } from './phrases.ts';

/** What happened, by cause: the workflow tells it in English only, and so does a cause that is not here. */
const WHAT_HAPPENED: Readonly<Record<string, string>> = {
  customerOnHold: 'Für den Kunden besteht eine Kreditsperre.',
  productWithdrawn: 'Ein Produkt der Bestellung wird nicht mehr angeboten.',
  vendorMisconfigured: 'Unser Zugang zum Hersteller ist nicht richtig eingerichtet.',
  vendorUncertain: 'Es lässt sich nicht feststellen, ob der Hersteller das Abonnement bereits angelegt hat.',
  vendorUnavailable: 'Der Hersteller war mehrere Stunden lang nicht zu erreichen.',
  leftovers: 'Die Bestellung ließ sich nicht vollständig rückgängig machen.',
};

const TO_GO_ON = 'Unser Betriebsteam behebt die Ursache und setzt die Bestellung dann fort – oder bricht sie ab.';

export function orderHeld(data: OrderHeld): Letter {
  const { brief, leftovers } = data;
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
      whatAndHow(data),
      ...(leftovers.length === 0
        ? []
        : [
            paragraph('Beim Hersteller ist davon möglicherweise noch etwas vorhanden; wir kümmern uns darum:'),
            { kind: 'list' as const, items: leftovers.map(leftoverInGerman) },
          ]),
      paragraph('Die Bestellung bleibt erhalten; Sie brauchen nicht neu zu bestellen.'),
      { kind: 'heading', text: 'Die Bestellung' },
      facts(brief),
    ],
    footer: footer(brief, 'reseller'),
  };
}

function whatAndHow({ cause = '', reason, toGoOn }: OrderHeld): Block {
  const known = Object.hasOwn(WHAT_HAPPENED, cause) ? WHAT_HAPPENED[cause] : undefined;
  return {
    kind: 'facts',
    rows: [
      ['Was geschehen ist', known ?? reason],
      ['Wie es weitergeht', known === undefined ? toGoOn : TO_GO_ON],
    ],
  };
}

/** The name that the workflow gives to what its undo left behind; any other name stays as it is. */
const SUBSCRIPTION = /^subscription of line (\S+) \((\S+)\) at (\S+)$/;

function leftoverInGerman(name: string): string {
  return name.replace(SUBSCRIPTION, 'Abonnement der Position $1 ($2) bei $3');
}
