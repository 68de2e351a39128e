/** What several English mails say in the same words. */
import type { RefusalCode, VendorRefusal } from '../../../../workflows/contract/failures.ts';
import type { AdministratorDetails } from '../../../../workflows/contract/order.ts';
import type { OrderBrief } from '../../../../workflows/contract/record.ts';
import type { Audience } from '../data.ts';
import { type Block, paragraph } from '../letter.ts';
import { isField, shortened } from '../phrases.ts';

const INSTANT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const NUMBER = new Intl.NumberFormat('en-GB');

/** `2026-11-27T17:00:59Z` → `Friday 27 November 2026, 17:00 UTC`: never later than it is. */
export function instant(iso: string): string {
  const parts = new Map(INSTANT.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')} UTC`;
}

export function seats(quantity: number): string {
  return `${NUMBER.format(quantity)} ${quantity === 1 ? 'seat' : 'seats'}`;
}

export function productsOf(lines: OrderBrief['lines']): string {
  const items = lines.map((line) => `${line.productName} (${seats(line.quantity)})`);
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `Office 365 Backup`, or how many products where there are several. */
export function productsInShort({ lines }: OrderBrief): string {
  const [only] = lines;
  return !only || lines.length > 1 ? `${lines.length} products` : shortened(only.productName);
}

export function facts(brief: OrderBrief): Block {
  return {
    kind: 'facts',
    rows: [
      ['Order number', brief.orderId],
      ...(brief.purchaseOrderNumber === undefined
        ? []
        : [['Purchase order number', brief.purchaseOrderNumber] as const]),
      ['Ordered by', brief.reseller.name],
      ['For', brief.customer.name],
      ['What', productsOf(brief.lines)],
    ],
  };
}

const FIELD: Readonly<Record<keyof AdministratorDetails, string>> = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  phone: 'Phone number',
  companyName: 'Company name',
  country: 'Country',
  language: 'Language',
};

const REFUSED: Readonly<Record<RefusalCode, string>> = {
  addressInUse: 'already in use at the vendor',
  invalid: 'not accepted by the vendor',
  tooLong: 'too long for the vendor',
  other: 'not accepted by the vendor',
};

/** Which fields are refused, and why; what was entered, and what the vendor said, is for the form. */
export function refusedFields(corrections: readonly VendorRefusal[]): Block[] {
  const items = corrections.flatMap(({ field, code }) => (isField(field) ? [`${FIELD[field]}: ${REFUSED[code]}`] : []));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

export function whomToAsk({ reseller }: OrderBrief): Block {
  return paragraph(`Questions? Ask ${reseller.name}: `, { mail: reseller.email });
}

export function footer(brief: OrderBrief, to: Audience): string {
  const why =
    to === 'reseller'
      ? `because ${brief.reseller.name} placed it`
      : `because ${brief.reseller.name} named you as the contact of ${brief.customer.name}`;
  return `This mail was sent automatically for order ${brief.orderId}, ${why}.`;
}
