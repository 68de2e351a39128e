/** Orders as the control panel looks for them and watches them. Everything is one reseller's and nobody else's. */
import type { WaitingOn } from '../../workflows/contract/order.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Database } from '../database/schema.ts';
import type { Money, Page, StoredOrder } from '../store.ts';
import * as search from './search.ts';

/** All that is given must hold. */
export interface OrderSearchFilter {
  state?: OrderStateName;
  /** Every word of it is in the customer's name, as it was at Buy. */
  customer?: string;
  customerId?: string;
  /** ISO 8601 instants: bought at `from` or later, and before `before`. */
  from?: string;
  before?: string;
  /** Every word of it is in the order number, the purchase order number, the customer's name or a product's. */
  text?: string;
  /** Only orders that wait on the reseller. */
  waitingOnReseller?: boolean;
}

/** An order as one row of a list shows it. */
export interface FoundOrder {
  orderId: string;
  customerId: string;
  /** As it was at Buy. */
  customerName: string;
  state: OrderStateName;
  cause?: string;
  waitingOn?: WaitingOn;
  lines: { lineId: string; productName: string; quantity: number; price: Money; subscriptionId?: string }[];
  administratorMode: StoredOrder['administratorMode'];
  total: Money;
  purchaseOrderNumber?: string;
  /** ISO 8601 instants. */
  createdAt: string;
  updatedAt: string;
}

/** What changes whenever the order's record does. */
export interface OrderVersion {
  version: string;
  state: OrderStateName;
}

export interface OrderSearch {
  /** Newest first. @throws BadCursor if the cursor is not one of ours. */
  find(
    resellerId: string,
    filter: OrderSearchFilter,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<FoundOrder>>;
  /** All that match, newest first, read in pieces as they are asked for: for exports. */
  findAll(resellerId: string, filter: OrderSearchFilter): AsyncIterable<FoundOrder>;
  /** How many orders of the reseller wait on the reseller. */
  waitingOnReseller(resellerId: string): Promise<number>;
  /** Cheap enough to be asked every second. Another reseller's order is `undefined`, as one that does not exist. */
  version(resellerId: string, orderId: string): Promise<OrderVersion | undefined>;
}

export function orderSearch(db: Database): OrderSearch {
  return {
    find: (resellerId, filter, page) => search.find(db, resellerId, filter, page),
    findAll: (resellerId, filter) => search.findAll(db, resellerId, filter),
    waitingOnReseller: (resellerId) => search.waitingOnReseller(db, resellerId),
    version: (resellerId, orderId) => search.version(db, resellerId, orderId),
  };
}
