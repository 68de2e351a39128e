/** The text in which a row is searched: made here, so that searching does not depend on a server's locale. */
import type { Address, Contacts } from './tables/market.ts';

/** Words that cannot be told apart by case or by how an accent is composed are the same word. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

export interface CustomerParts {
  name: string;
  address: Address;
  contacts: Contacts;
}

/** What a customer can be found by. */
export function customerText({ name, address, contacts }: CustomerParts): string {
  const people = [contacts.admin, contacts.billing, contacts.technical].flatMap((contact) =>
    contact ? [contact.name, contact.email] : [],
  );
  return folded(
    [name, address.street, address.postalCode, address.city, address.country, ...people].join('\n'),
  ).replaceAll('\0', ' ');
}

interface OrderParts {
  orderId: string;
  customerName: string;
  purchaseOrderNumber: string | undefined;
  productNames: readonly string[];
}

/** What an order can be found by. It is frozen at Buy, as everything that it is made from. */
export function orderText({ orderId, customerName, purchaseOrderNumber, productNames }: OrderParts): string {
  return folded([orderId, purchaseOrderNumber ?? '', customerName, ...new Set(productNames)].join('\n'));
}

/** One `like` pattern for each word of a query. U+0000 can be in no row (see cursors.ts). */
export function patternsOf(query: string): string[] {
  const words = folded(query.replaceAll('\u0000', ' ')).split(/\s+/).filter(Boolean);
  return words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
