/** What is known of a run's orders from outside, as plain data: what callers were told, and what each part then says. */
import type { OrderStateName } from '../workflows/contract/states.ts';

/** One order as its callers know it. */
export interface Placed {
  /** The Idempotency-Key of its Buy. */
  key: string;
  kind: string;
  /** The orders that Buy has answered under the key: one, if all is well. */
  orderIds: string[];
  /** The ends that it may come to. */
  mayEnd: readonly OrderStateName[];
  /** The addresses in the answers of which a caller was told that they were accepted. */
  accepted: string[];
  /** Whether a caller was told that the order is cancelled. */
  cancelled: boolean;
  /** Each terminal state that it was ever seen in. */
  endsSeen: OrderStateName[];
}

/** The API's answer, as far as it matters here. */
export interface OrderTold {
  orderId: string;
  state: OrderStateName;
  lines: { lineId: string; state: string; subscriptionId?: string }[];
  administrator: { details?: { email: string } };
  timeline?: { event: { kind: string } }[];
}

export interface World {
  placed: Placed[];
  /** By the API. */
  orders: OrderTold[];
  /** By the database: the record, past all of our own code. */
  record: {
    orderId: string;
    key: string;
    resellerId: string;
    state: OrderStateName;
    lines: { lineId: string; state: string; subscriptionId: string | null; priceMinor: number }[];
  }[];
  ledger: { entryKey: string; resellerId: string; orderId: string; reserved: number; charged: number }[];
  balances: { resellerId: string; reserved: number; charged: number }[];
  /** Orders without a running workflow that operators were left to settle. */
  unreconciled: { orderId: string; kind: string }[];
  /** By the vendor. `key`: the order line's id. */
  subscriptions: { id: string; key: string | null; deletion?: string }[];
  /** By the inbox. */
  mails: { messageId: string; to: string }[];
  /** By Temporal: the last run of each order's workflow; `state` as its result says, if it has one. */
  workflows: { orderId: string; status: string; state?: OrderStateName }[];
}

/** Something that does not agree, or that was promised and is not so. */
export interface Difference {
  kind: string;
  orderId?: string;
  says: string;
}
