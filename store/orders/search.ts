import { type Selectable, sql } from 'kysely';
import { decodeCursor, pageOf, pageSize, storable } from '../database/cursors.ts';
import { isOrderId } from '../database/ids.ts';
import type { Database, Schema } from '../database/schema.ts';
import { patternsOf } from '../database/search-text.ts';
import type { Page } from '../store.ts';
import type { FoundOrder, OrderSearchFilter, OrderVersion } from './order-search.ts';
import { isInstant, linesOf } from './read.ts';

/** Orders at a time of an export: few enough for the memory, many enough for the database. */
const PIECE = 100;

export async function find(
  db: Database,
  resellerId: string,
  filter: OrderSearchFilter,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<FoundOrder>> {
  const size = pageSize(limit);
  let select = matching(db, resellerId, filter);
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ([at, id]) => isInstant(at) && isOrderId(id));
    select = select.where(sql<boolean>`(created_at, order_id) < (${at}::timestamptz, ${id})`);
  }
  const rows = await select
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('order_id', 'desc')
    .limit(size + 1)
    .execute();
  const shown = rows.slice(0, size).map((row) => row.order_id);
  const lines = await linesOf(db, shown);
  return pageOf(
    rows,
    size,
    (row) => [row.created_at, row.order_id],
    (row) => toFound(row, lines),
  );
}

export async function* findAll(
  db: Database,
  resellerId: string,
  filter: OrderSearchFilter,
): AsyncGenerator<FoundOrder> {
  let cursor: string | undefined;
  do {
    const page = await find(db, resellerId, filter, { cursor, limit: PIECE });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

export async function waitingOnReseller(db: Database, resellerId: string): Promise<number> {
  const { count } = await db
    .selectFrom('orders')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('reseller_id', '=', resellerId)
    .where(WAITS_ON_RESELLER)
    .executeTakeFirstOrThrow();
  return count;
}

/** Two changes may fall into one millisecond: the number of events tells them apart. */
export async function version(db: Database, resellerId: string, orderId: string): Promise<OrderVersion | undefined> {
  if (!isOrderId(orderId)) return undefined;
  const row = await db
    .selectFrom('orders')
    .select(['state', 'updated_at'])
    .select((select) =>
      select
        .selectFrom('timeline')
        .select((count) => count.fn.countAll<number>().as('events'))
        .whereRef('timeline.order_id', '=', 'orders.order_id')
        .as('events'),
    )
    .where('order_id', '=', orderId)
    .where('reseller_id', '=', resellerId)
    .executeTakeFirst();
  return row && { state: row.state, version: `${row.updated_at}/${row.events}` };
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

type Row = Pick<Selectable<Schema['orders']>, (typeof COLUMNS)[number]>;

function toFound(row: Row, lines: Selectable<Schema['order_lines']>[]): FoundOrder {
  return {
    orderId: row.order_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    state: row.state,
    ...(row.cause === null ? {} : { cause: row.cause }),
    ...(row.waiting_on === null ? {} : { waitingOn: row.waiting_on }),
    lines: lines
      .filter((line) => line.order_id === row.order_id)
      .map((line) => ({
        lineId: line.line_id,
        productName: line.product_name,
        quantity: line.quantity,
        price: { minor: line.price_minor, currency: row.currency },
        ...(line.subscription_id === null ? {} : { subscriptionId: line.subscription_id }),
      })),
    administratorMode: row.administrator.mode,
    total: { minor: row.total_minor, currency: row.currency },
    ...(row.purchase_order_number === null ? {} : { purchaseOrderNumber: row.purchase_order_number }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
