/** Operators look for the orders that wait for them, whosever they are. */
import { type Migration, sql } from 'kysely';

export const heldOrders: Migration = {
  async up(db) {
    await sql.raw("create index orders_held on orders (created_at, order_id) where state = 'held'").execute(db);
  },
};
