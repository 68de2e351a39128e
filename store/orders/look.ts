/** All that an order's readers see of it, with a version that tells whether they have seen it. */
import { createHash } from 'node:crypto';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Recipient } from '../../workflows/contract/messages.ts';
import { isOrderId } from '../database/ids.ts';
import type { Database } from '../database/schema.ts';
import type { Contact } from '../database/tables/market.ts';
import { ordersWithTimeline, type StoredOrder, toOrder } from './stored-order.ts';

export interface OrderLook {
  /** With its timeline. */
  order: StoredOrder;
  /** As it was at Buy. */
  customerName: string;
  /** The customer account's admin contact at this moment: to whom a request that is sent again goes. */
  adminContact: Contact;
  /** To whom the newest mail went, if one was sent. */
  contacted: Recipient | undefined;
  /**
   * A digest of the order and of whom the newest mail went to. The same in all processes of a release; another one after
   * each change of these. The account's admin contact does not count: it is the customer's, and no part of the order.
   */
  version: string;
}

/** Looks at an order. Another reseller's is `undefined`, as one that does not exist. */
export async function lookAt(db: Database, resellerId: string, orderId: string): Promise<OrderLook | undefined> {
  const seen = (await lookAtAll(db, [orderId])).get(orderId);
  return seen?.order.resellerId === resellerId ? seen : undefined;
}

/** Looks at several orders, whosever they are, in one statement. Those that do not exist are missing. */
export async function lookAtAll(db: Database, orderIds: readonly string[]): Promise<Map<string, OrderLook>> {
  const ids = orderIds.filter(isOrderId);
  if (ids.length === 0) return new Map();
  const rows = await ordersWithTimeline(db)
    .innerJoin('customers', 'customers.customer_id', 'orders.customer_id')
    .select('customers.contacts')
    .select((order) =>
      jsonObjectFrom(
        order
          .selectFrom('information_requests')
          .select('recipient')
          .whereRef('information_requests.order_id', '=', 'orders.order_id')
          .orderBy('revision', 'desc')
          .limit(1),
      ).as('newest'),
    )
    .where('orders.order_id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => {
      const order = toOrder(row);
      const contacted = row.newest?.recipient;
      const version = versionOf({ order, contacted });
      return [
        row.order_id,
        { order, customerName: row.customer_name, adminContact: row.contacts.admin, contacted, version },
      ];
    }),
  );
}

/** 128 bits: nobody gains by making two orders alike, and chance never does. */
function versionOf(seen: Pick<OrderLook, 'order' | 'contacted'>): string {
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 22);
}
