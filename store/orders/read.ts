/** Orders as pages and lists read them: one statement for each look. */
import { sql } from 'kysely';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import { decodeCursor, isInstant, type Page, pageOf, pageSize, storable } from '../database/cursors.ts';
import { isOrderId } from '../database/ids.ts';
import type { Database } from '../database/schema.ts';
import { ordersWithLines, ordersWithTimeline, type StoredOrder, toOrder } from './stored-order.ts';

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

/** Another reseller's order is `undefined`, as one that does not exist. */
export async function get(db: Database, resellerId: string, orderId: string): Promise<StoredOrder | undefined> {
  const order = await getAny(db, orderId);
  return order?.resellerId === resellerId ? order : undefined;
}

/** The order with its timeline, whosever it is: only for callers that hold a proof of their own. */
export async function getAny(db: Database, orderId: string): Promise<StoredOrder | undefined> {
  if (!isOrderId(orderId)) return undefined;
  const row = await ordersWithTimeline(db).where('orders.order_id', '=', orderId).executeTakeFirst();
  return row && toOrder(row);
}

/** A reseller's orders without their timelines, newest first. @throws BadCursor */
export async function list(db: Database, resellerId: string, filter: OrderFilter): Promise<Page<StoredOrder>> {
  const size = pageSize(filter.limit);
  let select = ordersWithLines(db).where('reseller_id', '=', resellerId);
  if (filter.state !== undefined) select = select.where('orders.state', '=', filter.state);
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
  return pageOf(rows, size, (row) => [row.created_at, row.order_id], toOrder);
}

/** The held orders of all resellers without their timelines, oldest first. @throws BadCursor */
export async function listHeld(
  db: Database,
  filter: Pick<OrderFilter, 'cursor' | 'limit'>,
): Promise<Page<StoredOrder>> {
  const size = pageSize(filter.limit);
  let select = ordersWithLines(db).where('orders.state', '=', 'held');
  if (filter.cursor !== undefined) select = select.where(newerThan(filter.cursor));
  const rows = await select
    .orderBy('created_at')
    .orderBy('order_id')
    .limit(size + 1)
    .execute();
  return pageOf(rows, size, (row) => [row.created_at, row.order_id], toOrder);
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
