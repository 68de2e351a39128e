/** The text in which a row is searched: made here, so that searching does not depend on a server's locale. */
import type { Customer } from '../store.ts';

/** Words that cannot be told apart by case or by how an accent is composed are the same word. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** What a customer can be found by. */
export function customerText({ name, address, contacts }: Pick<Customer, 'name' | 'address' | 'contacts'>): string {
  const people = [contacts.admin, contacts.billing, contacts.technical].flatMap((contact) =>
    contact ? [contact.name, contact.email] : [],
  );
  return folded(
    [name, address.street, address.postalCode, address.city, address.country, ...people].join('\n'),
  ).replaceAll('\0', ' ');
}

/** One `like` pattern for each word of a query. U+0000 can be in no row (see cursors.ts). */
export function patternsOf(query: string): string[] {
  const words = folded(query.replaceAll('\u0000', ' ')).split(/\s+/).filter(Boolean);
  return words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
