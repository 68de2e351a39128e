/** What `004-order-search` adds to the tables; see `../schema.ts`, which this is a part of. */
import type { ColumnType } from 'kysely';

export interface OrderSearchSchema {
  orders: {
    /** See `order-text.ts`. */
    search_text: ColumnType<string, string | undefined, string>;
    /** The customer's name, folded for searching; see `../search-text.ts`. */
    customer_search: ColumnType<string, string | undefined, string>;
  };
}
