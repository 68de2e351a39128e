/** Orders as pages and lists read them. */
import { type Selectable, sql } from 'kysely';
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
import { decodeCursor, isInstant, type Page, pageOf, pageSize, storable } from '../database/cursors.ts';
import { isOrderId } from '../database/ids.ts';
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

export interface OrderFilter {
  state?: OrderStateName;
  customerId?: string;
  cursor?: string;
  /** 1 to 100. */
  limit: number;
}

/** Thrown when an order, or one of its lines, does not exist. */
export class UnknownOrder extends Error {
  override readonly name = 'UnknownOrder';
}

type OrderRow = Selectable<Schema['orders']>;
type LineRow = Selectable<Schema['order_lines']> & { login: string | null };

/** Another reseller's order is `undefined`, as one that does not exist. */
export async function get(db: Database, resellerId: string, orderId: string): Promise<StoredOrder | undefined> {
  const order = await getAny(db, orderId);
  return order?.resellerId === resellerId ? order : undefined;
}

/** The order with its timeline, whosever it is: only for callers that hold a proof of their own. */
export async function getAny(db: Database, orderId: string): Promise<StoredOrder | undefined> {
  if (!isOrderId(orderId)) return undefined;
  const row = await db.selectFrom('orders').selectAll().where('order_id', '=', orderId).executeTakeFirst();
  if (!row) return undefined;
  const lines = await linesOf(db, [orderId]);
  const timeline = await db
    .selectFrom('timeline')
    .select(['at', 'event', 'what', 'by'])
    .where('order_id', '=', orderId)
    .orderBy('sequence')
    .execute();
  return { ...toOrder(row, lines), timeline: timeline.map(toEntry) };
}

/** A reseller's orders without their timelines, newest first. @throws BadCursor */
export async function list(db: Database, resellerId: string, filter: OrderFilter): Promise<Page<StoredOrder>> {
  const size = pageSize(filter.limit);
  let select = db.selectFrom('orders').selectAll().where('reseller_id', '=', resellerId);
  if (filter.state !== undefined) select = select.where('state', '=', filter.state);
  if (filter.customerId !== undefined) {
    if (!storable(filter.customerId)) return { items: [] };
    select = select.where('customer_id', '=', filter.customerId);
  }
  if (filter.cursor !== undefined) select = select.where(olderThan(filter.cursor));
  const rows = await select
    .orderBy('created_at', 'desc')
    .orderBy('order_id', 'desc')
    .limit(size + 1)
    .execute();
  return pageOfOrders(db, rows, size);
}

async function pageOfOrders(db: Database, rows: OrderRow[], size: number): Promise<Page<StoredOrder>> {
  const lines = await linesOf(
    db,
    rows.map((row) => row.order_id),
  );
  return pageOf(
    rows,
    size,
    (row) => [row.created_at, row.order_id],
    (row) => toOrder(row, lines),
  );
}

/** The held orders of all resellers without their timelines, oldest first. @throws BadCursor */
export async function listHeld(
  db: Database,
  filter: Pick<OrderFilter, 'cursor' | 'limit'>,
): Promise<Page<StoredOrder>> {
  const size = pageSize(filter.limit);
  let select = db.selectFrom('orders').selectAll().where('state', '=', 'held');
  if (filter.cursor !== undefined) select = select.where(newerThan(filter.cursor));
  const rows = await select
    .orderBy('created_at')
    .orderBy('order_id')
    .limit(size + 1)
    .execute();
  return pageOfOrders(db, rows, size);
}

/** Selects the orders after the cursor of a page, newest first. @throws BadCursor */
export function olderThan(cursor: string) {
  const [at, id] = positionIn(cursor);
  return sql<boolean>`(created_at, order_id) < (${at}::timestamptz, ${id})`;
}

function newerThan(cursor: string) {
  const [at, id] = positionIn(cursor);
  return sql<boolean>`(created_at, order_id) > (${at}::timestamptz, ${id})`;
}

function positionIn(cursor: string) {
  return decodeCursor(cursor, ([at, id]) => isInstant(at) && isOrderId(id));
}

/** The lines of several orders, each order's in the order in which they were bought. */
export async function linesOf(db: Database, orderIds: string[]): Promise<LineRow[]> {
  if (orderIds.length === 0) return [];
  return db
    .selectFrom('order_lines')
    .leftJoin('vendor_accounts', (join) =>
      join
        .onRef('vendor_accounts.line_id', '=', 'order_lines.line_id')
        .on('account_id', 'is not', null)
        .on('removed_at', 'is', null),
    )
    .selectAll('order_lines')
    .select('login')
    .where('order_id', 'in', orderIds)
    .orderBy('position')
    .execute();
}

export function toOrder(row: OrderRow, lines: LineRow[]): StoredOrder {
  return {
    orderId: row.order_id,
    resellerId: row.reseller_id,
    customerId: row.customer_id,
    state: row.state,
    cause: row.cause ?? undefined,
    waitingOn: waitOf(row),
    lines: lines.filter((line) => line.order_id === row.order_id).map((line) => toLine(line, row)),
    administratorMode: row.administrator.mode,
    answer: row.answer ?? undefined,
    total: { minor: row.total_minor, currency: row.currency },
    purchaseOrderNumber: row.purchase_order_number ?? undefined,
    termsVersion: row.terms_version,
    informationRequest: row.information_request,
    lineFailure: row.line_failure ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What the order waits on, whichever release wrote it. */
export function waitOf({ waiting_on, cause }: Pick<OrderRow, 'waiting_on' | 'cause'>): WaitingOn | undefined {
  return waiting_on === null ? undefined : waitFrom(waiting_on, cause ?? undefined);
}

function toEntry({ at, event, what, by }: Pick<Selectable<Schema['timeline']>, 'at' | 'event' | 'what' | 'by'>) {
  return { at, event: event ?? { kind: 'recorded' as const, text: what ?? '' }, by };
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
