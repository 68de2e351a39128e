/** Orders as the control panel looks for them. Everything is one reseller's and nobody else's. */
import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrderCause } from '../../workflows/contract/causes.ts';
import type { Money } from '../../workflows/contract/money.ts';
import type { SubscriptionState, WaitingOn } from '../../workflows/contract/order.ts';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { instantInJson } from '../database/column-types.ts';
import { type Page, pageOf, pageSize, storable } from '../database/cursors.ts';
import type { Database, Schema } from '../database/schema.ts';
import { patternsOf } from '../database/search-text.ts';
import { olderThan } from './read.ts';
import { type StoredOrder, waitOf } from './stored-order.ts';

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
  cause?: OrderCause;
  waitingOn?: WaitingOn;
  lines: {
    lineId: string;
    productName: string;
    quantity: number;
    price: Money;
    state: SubscriptionState;
    subscriptionId?: string;
  }[];
  administratorMode: StoredOrder['administratorMode'];
  total: Money;
  purchaseOrderNumber?: string;
  /** ISO 8601 instants. */
  createdAt: string;
  updatedAt: string;
}

/** Orders at a time of an export: few enough for the memory, many enough for the database. */
const PIECE = 100;

/** A page of orders, and what is said above it. */
export interface FoundPage extends Page<FoundOrder> {
  /** How many orders of the reseller wait on the reseller, whatever the filters. */
  waitingOnReseller: number;
}

/** Newest first, in one statement. @throws BadCursor if the cursor is not one of ours. */
export async function find(
  db: Database,
  resellerId: string,
  filter: OrderSearchFilter,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<FoundPage> {
  const size = pageSize(limit);
  let select = matching(db, resellerId, filter);
  if (cursor !== undefined) select = select.where(olderThan(cursor));
  const page = select
    .select(COLUMNS)
    .select((order) => linesIn(order).as('lines'))
    .orderBy('created_at', 'desc')
    .orderBy('order_id', 'desc')
    .limit(size + 1);
  const { rows, waiting } = await db
    .selectNoFrom([jsonArrayFrom(page).as('rows'), countWaiting(db, resellerId).as('waiting')])
    .executeTakeFirstOrThrow();
  const found = pageOf(rows, size, (row) => [instantInJson(row.created_at), row.order_id], toFound);
  return { ...found, waitingOnReseller: waiting ?? 0 };
}

/** All that match, newest first, read in pieces as they are asked for: for exports. */
export async function* findAll(db: Database, resellerId: string, filter: OrderSearchFilter): AsyncIterable<FoundOrder> {
  let cursor: string | undefined;
  do {
    const page = await find(db, resellerId, filter, { cursor, limit: PIECE });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** How many orders of the reseller wait on the reseller. */
export async function waitingOnReseller(db: Database, resellerId: string): Promise<number> {
  const { count } = await countWaiting(db, resellerId).executeTakeFirstOrThrow();
  return count;
}

function countWaiting(db: Database, resellerId: string) {
  return db
    .selectFrom('orders')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('reseller_id', '=', resellerId)
    .where(WAITS_ON_RESELLER);
}

/** As the index has it: written otherwise, the index would not be used. */
const WAITS_ON_RESELLER = sql<boolean>`waiting_on->>'who' = 'reseller'`;

const COLUMNS = [
  'order_id',
  'customer_id',
  'customer_name',
  'state',
  'cause',
  'waiting_on',
  'administrator',
  'total_minor',
  'currency',
  'purchase_order_number',
  'created_at',
  'updated_at',
] as const;

function matching(db: Database, resellerId: string, filter: OrderSearchFilter) {
  const { state, customer = '', customerId, from, before, text = '', waitingOnReseller: waiting = false } = filter;
  let select = db.selectFrom('orders').where('reseller_id', '=', resellerId);
  if (state !== undefined) select = select.where('state', '=', state);
  // U+0000 is in no id (see cursors.ts), and asking for it would be an error.
  if (customerId !== undefined) select = select.where('customer_id', '=', storable(customerId) ? customerId : '');
  if (from !== undefined) select = select.where('created_at', '>=', from);
  if (before !== undefined) select = select.where('created_at', '<', before);
  if (waiting) select = select.where(WAITS_ON_RESELLER);
  for (const pattern of patternsOf(customer)) select = select.where('customer_search', 'like', pattern);
  for (const pattern of patternsOf(text)) select = select.where('search_text', 'like', pattern);
  return select;
}

const LINE_COLUMNS = [
  'line_id',
  'product_name',
  'quantity',
  'price_minor',
  'order_lines.state',
  'order_lines.subscription_id',
] as const;

function linesIn(order: ExpressionBuilder<Schema, 'orders'>) {
  return jsonArrayFrom(
    order
      .selectFrom('order_lines')
      .select(LINE_COLUMNS)
      .whereRef('order_lines.order_id', '=', 'orders.order_id')
      .orderBy('position'),
  );
}

type Row = Pick<Selectable<Schema['orders']>, (typeof COLUMNS)[number]> & {
  lines: Pick<
    Selectable<Schema['order_lines']>,
    'line_id' | 'product_name' | 'quantity' | 'price_minor' | 'state' | 'subscription_id'
  >[];
};

function toFound(row: Row): FoundOrder {
  return {
    orderId: row.order_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    state: row.state,
    cause: row.cause ?? undefined,
    waitingOn: waitOf(row),
    lines: row.lines.map((line) => ({
      lineId: line.line_id,
      productName: line.product_name,
      quantity: line.quantity,
      price: { minor: line.price_minor, currency: row.currency },
      state: line.state,
      subscriptionId: line.subscription_id ?? undefined,
    })),
    administratorMode: row.administrator.mode,
    total: { minor: row.total_minor, currency: row.currency },
    purchaseOrderNumber: row.purchase_order_number ?? undefined,
    createdAt: instantInJson(row.created_at),
    updatedAt: instantInJson(row.updated_at),
  };
}
