/** An order with what belongs to it, read by one statement: the rest comes as JSON in columns of the order's row. */
import type { Selectable } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrderCause } from '../../workflows/contract/causes.ts';
import { waitFrom } from '../../workflows/contract/earlier.ts';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { Money } from '../../workflows/contract/money.ts';
import type {
  Actor,
  InformationRequestTerms,
  LineFailurePolicy,
  LineView,
  WaitingOn,
} from '../../workflows/contract/order.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { instantInJson } from '../database/column-types.ts';
import type { Database, Schema } from '../database/schema.ts';

export interface TimelineEntry {
  /** ISO 8601 instant. */
  at: string;
  event: OrderEvent;
  by: Actor;
}

/** One row of a list and the body of an order page. */
export interface StoredOrder {
  orderId: string;
  resellerId: string;
  customerId: string;
  state: OrderStateName;
  cause?: OrderCause;
  waitingOn?: WaitingOn;
  lines: (LineView & {
    productName: string;
    price: Money;
    /** What the administrator logs in with at the vendor, where that is not the address given. */
    login?: string;
  })[];
  administratorMode: 'provided' | 'email';
  /** Once accepted. */
  answer?: AcceptedAnswer;
  total: Money;
  purchaseOrderNumber?: string;
  termsVersion: string;
  informationRequest: InformationRequestTerms;
  /** Absent: the order is of a release that undid everything. */
  lineFailure?: LineFailurePolicy;
  /** ISO 8601 instants. */
  createdAt: string;
  updatedAt: string;
  /** Oldest first; absent in lists. */
  timeline?: TimelineEntry[];
}

type OrderRow = Selectable<Schema['orders']>;
type EntryRow = Pick<Selectable<Schema['timeline']>, 'at' | 'event' | 'what' | 'by'>;
type LineRow = Pick<
  Selectable<Schema['order_lines']>,
  'line_id' | 'product_id' | 'product_name' | 'price_minor' | 'quantity' | 'state' | 'subscription_id'
> & { login: string | null };

/** Orders, each with its lines in the order in which they were bought. */
export function ordersWithLines(db: Database) {
  return db
    .selectFrom('orders')
    .selectAll('orders')
    .select((order) =>
      jsonArrayFrom(
        order
          .selectFrom('order_lines')
          .leftJoin('vendor_accounts', (join) =>
            join
              .onRef('vendor_accounts.line_id', '=', 'order_lines.line_id')
              .on('account_id', 'is not', null)
              .on('removed_at', 'is', null),
          )
          .select([
            'order_lines.line_id',
            'product_id',
            'product_name',
            'price_minor',
            'quantity',
            'order_lines.state',
            'subscription_id',
            'login',
          ])
          .whereRef('order_lines.order_id', '=', 'orders.order_id')
          .orderBy('position'),
      ).as('lines'),
    );
}

/** Orders, each with its lines and its timeline, oldest first. */
export function ordersWithTimeline(db: Database) {
  return ordersWithLines(db).select((order) =>
    jsonArrayFrom(
      order
        .selectFrom('timeline')
        .select(['at', 'event', 'what', 'by'])
        .whereRef('timeline.order_id', '=', 'orders.order_id')
        .orderBy('sequence'),
    ).as('timeline'),
  );
}

/** The order of a row, with its timeline if that was read. */
export function toOrder(row: OrderRow & { lines: LineRow[]; timeline?: EntryRow[] }): StoredOrder {
  return {
    orderId: row.order_id,
    resellerId: row.reseller_id,
    customerId: row.customer_id,
    state: row.state,
    cause: row.cause ?? undefined,
    waitingOn: waitOf(row),
    lines: row.lines.map((line) => toLine(line, row)),
    administratorMode: row.administrator.mode,
    answer: row.answer ?? undefined,
    total: { minor: row.total_minor, currency: row.currency },
    purchaseOrderNumber: row.purchase_order_number ?? undefined,
    termsVersion: row.terms_version,
    informationRequest: row.information_request,
    lineFailure: row.line_failure ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.timeline && { timeline: row.timeline.map(toEntry) }),
  };
}

/** What the order waits on, whichever release wrote it. */
export function waitOf({ waiting_on, cause }: Pick<OrderRow, 'waiting_on' | 'cause'>): WaitingOn | undefined {
  return waiting_on === null ? undefined : waitFrom(waiting_on, cause ?? undefined);
}

function toEntry({ at, event, what, by }: EntryRow): TimelineEntry {
  return { at: instantInJson(at), event: event ?? { kind: 'recorded', text: what ?? '' }, by };
}

function toLine(row: LineRow, { currency, answer }: OrderRow): StoredOrder['lines'][number] {
  const ownLogin = row.login !== null && row.login.toLowerCase() !== answer?.details.email.toLowerCase();
  return {
    lineId: row.line_id,
    productId: row.product_id,
    quantity: row.quantity,
    state: row.state,
    subscriptionId: row.subscription_id ?? undefined,
    login: ownLogin ? (row.login ?? undefined) : undefined,
    productName: row.product_name,
    price: { minor: row.price_minor, currency },
  };
}
