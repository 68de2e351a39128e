/** What several German mails say in the same words. */
import type { RefusalCode, VendorRefusal } from '../../../../workflows/contract/failures.ts';
import type { AdministratorDetails } from '../../../../workflows/contract/order.ts';
import type { OrderBrief } from '../../../../workflows/contract/record.ts';
import type { Audience } from '../data.ts';
import { type Block, paragraph } from '../letter.ts';
import { isField, shortened } from '../phrases.ts';

const INSTANT = new Intl.DateTimeFormat('de-DE', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const NUMBER = new Intl.NumberFormat('de-DE');

/** German goes on in lower case after it, so what follows begins with a name, with "Ihre", or in lower case. */
export const GREETING: Block = paragraph('Guten Tag,');

/** `2026-11-27T17:00:59Z` → `Freitag, 27. November 2026, 17:00 Uhr (UTC)`: never later than it is. */
export function instant(iso: string): string {
  const parts = new Map(INSTANT.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('weekday')}, ${part('day')}. ${part('month')} ${part('year')}`;
  return `${date}, ${part('hour')}:${part('minute')} Uhr (UTC)`;
}

export function seats(quantity: number): string {
  return `${NUMBER.format(quantity)} ${quantity === 1 ? 'Lizenz' : 'Lizenzen'}`;
}

export function productsOf(lines: OrderBrief['lines']): string {
  const items = lines.map((line) => `${line.productName} (${seats(line.quantity)})`);
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} und ${items.at(-1)}`;
}

/** `Office 365 Backup`, or how many products where there are several. */
export function productsInShort({ lines }: OrderBrief): string {
  const [only] = lines;
  return !only || lines.length > 1 ? `${lines.length} Produkte` : shortened(only.productName);
}

export function facts(brief: OrderBrief): Block {
  return {
    kind: 'facts',
    rows: [
      ['Bestellnummer', brief.orderId],
      ...(brief.purchaseOrderNumber === undefined ? [] : [['Bestellreferenz', brief.purchaseOrderNumber] as const]),
      ['Bestellt von', brief.reseller.name],
      ['Für', brief.customer.name],
      [brief.lines.length > 1 ? 'Produkte' : 'Produkt', productsOf(brief.lines)],
    ],
  };
}

const FIELD: Readonly<Record<keyof AdministratorDetails, string>> = {
  firstName: 'Vorname',
  lastName: 'Nachname',
  email: 'E-Mail-Adresse',
  phone: 'Telefonnummer',
  companyName: 'Firmenname',
  country: 'Land',
  language: 'Sprache',
};

const REFUSED: Readonly<Record<RefusalCode, string>> = {
  addressInUse: 'wird beim Hersteller schon verwendet',
  invalid: 'wird vom Hersteller nicht angenommen',
  tooLong: 'ist dem Hersteller zu lang',
  other: 'wird vom Hersteller nicht angenommen',
};

/** Which fields are refused, and why; what was entered, and what the vendor said, is for the form. */
export function refusedFields(corrections: readonly VendorRefusal[]): Block[] {
  const items = corrections.flatMap(({ field, code }) => (isField(field) ? [`${FIELD[field]}: ${REFUSED[code]}`] : []));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

export function whomToAsk({ reseller }: OrderBrief): Block {
  return paragraph(`Fragen? Schreiben Sie an ${reseller.name}: `, { mail: reseller.email });
}

export function footer(brief: OrderBrief, to: Audience): string {
  const why =
    to === 'reseller'
      ? `weil ${brief.reseller.name} sie aufgegeben hat`
      : `weil ${brief.reseller.name} Sie als Kontakt von ${brief.customer.name} angegeben hat`;
  return `Diese E-Mail wurde automatisch zur Bestellung ${brief.orderId} verschickt, ${why}.`;
}
