import { pageSize } from '../database/cursors.ts';
import type { Database } from '../database/schema.ts';
import { patternsOf } from '../database/search-text.ts';
import { type Customer, toCustomer } from './customers.ts';

/**
 * A reseller's customers that have every word of `query` in name, address or contacts, by name. `page` from 1.
 * Numbered pages and not cursors, since people want to know how many there are and to go back. A customer that is
 * added meanwhile may move a row to the next page; nobody loses anything by it.
 */
export async function searchCustomers(
  db: Database,
  resellerId: string,
  { query, page, size }: { query: string; page: number; size: number },
): Promise<{ items: Customer[]; total: number }> {
  let matching = db.selectFrom('customers').where('reseller_id', '=', resellerId);
  for (const pattern of patternsOf(query)) matching = matching.where('search_text', 'like', pattern);
  const limit = pageSize(size);
  const [{ total }, rows] = await Promise.all([
    matching.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    matching
      .selectAll()
      .orderBy('name')
      .orderBy('customer_id')
      .limit(limit)
      .offset(Math.max(0, Math.trunc(page) - 1) * limit)
      .execute(),
  ]);
  return { items: rows.map(toCustomer), total };
}
