/** From the accepted order to its workflow: what the starter reads, and what workflow and mails need of the order. */
import { sql } from 'kysely';
import type { Order, OrderLine } from '../../workflows/contract/order.ts';
import type { OrderBrief } from '../../workflows/contract/record.ts';
import type { Database } from '../database/schema.ts';
import { UnknownOrder } from './read.ts';

/** A line as it was bought, with what is known of it now. */
interface BoughtLine extends OrderLine {
  productName: string;
  creationSent: boolean;
  withdrawn: boolean;
}

/** An order's lines in the order in which they were bought, beside what else a statement reads of the order. */
const LINES = sql<BoughtLine[]>`(
  select jsonb_agg(jsonb_build_object('lineId', line_id, 'productId', line.product_id, 'productName', product_name,
    'quantity', quantity, 'source', line.source, 'creationSent', creation_sent_at is not null,
    'withdrawn', coalesce(products.withdrawn, false)) order by position)
  from order_lines as line left join products on products.product_id = line.product_id
  where line.order_id = orders.order_id
)`.as('lines');

/**
 * The workflow's input, from the frozen snapshot. Only an order that is started again, its workflow having been lost, can
 * have an answer: nobody is asked twice. @throws UnknownOrder
 */
export async function workflowInput(db: Database, orderId: string): Promise<Order> {
  const row = await db
    .selectFrom('orders')
    .select(['reseller_id', 'customer_id', 'administrator', 'answer', 'information_request', 'line_failure', LINES])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!row) throw new UnknownOrder(`There is no order ${orderId}.`);
  return {
    orderId,
    resellerId: row.reseller_id,
    customerId: row.customer_id,
    lines: row.lines.map(({ lineId, productId, quantity, source }) => ({ lineId, productId, quantity, source })),
    administrator: row.answer ? { mode: 'provided', details: row.answer.details } : row.administrator,
    informationRequest: row.information_request,
    ...(row.line_failure && { lineFailure: row.line_failure }),
  };
}

const IS_DUE = sql<boolean>`started_at is null and next_try_at <= now()`;

/** Whether there is an accepted order that a starter should start now. */
export async function startsAreDue(db: Database): Promise<boolean> {
  const row = await db.selectFrom('orders').select('order_id').where(IS_DUE).limit(1).executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes up to `limit` orders that are to be started now: nobody else gets them before their next try, which comes ten
 * seconds later, and twice as late each time, up to five minutes. So a starter that dies loses nothing, one that fails
 * has nothing to write, and orders that cannot be started come after those that have not been tried as often.
 */
export async function claimToStart(db: Database, limit: number): Promise<string[]> {
  // Materialized, since the limit must hold for what is locked and not for each time that the plan asks.
  const { rows } = await sql<{ order_id: string }>`
    with due as materialized (
      select order_id from orders where ${IS_DUE}
      order by start_attempts, next_try_at limit ${limit} for no key update skip locked
    )
    update orders set
      next_try_at = now() + least(interval '10 seconds' * 2 ^ least(start_attempts, 10), interval '5 minutes'),
      start_attempts = start_attempts + 1
    from due where orders.order_id = due.order_id
    returning orders.order_id`.execute(db);
  return rows.map((row) => row.order_id);
}

/** Records that the workflow runs; may be repeated. */
export async function markStarted(db: Database, orderId: string): Promise<void> {
  await db
    .updateTable('orders')
    .set({ started_at: sql`now()` })
    .where('order_id', '=', orderId)
    .where('started_at', 'is', null)
    .execute();
}

/** The order as frozen at Buy, with the admin contact, the languages and the checks as of now. @throws UnknownOrder */
export async function brief(db: Database, orderId: string): Promise<OrderBrief> {
  const row = await db
    .selectFrom('orders')
    .innerJoin('customers', 'customers.customer_id', 'orders.customer_id')
    .selectAll('orders')
    .innerJoin('resellers', 'resellers.reseller_id', 'orders.reseller_id')
    .select(['customers.contacts', 'customers.on_hold', 'resellers.language', LINES])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!row) throw new UnknownOrder(`There is no order ${orderId}.`);
  return {
    orderId,
    reseller: {
      id: row.reseller_id,
      name: row.reseller_name,
      email: row.reseller_email,
      language: row.language ?? undefined,
    },
    customer: { id: row.customer_id, name: row.customer_name },
    adminContact: row.contacts.admin,
    lines: row.lines.map(({ lineId, productId, productName, quantity, creationSent }) => ({
      lineId,
      productId,
      productName,
      quantity,
      creationSent,
    })),
    purchaseOrderNumber: row.purchase_order_number ?? undefined,
    checks: { customerOnHold: row.on_hold, withdrawnProducts: withdrawnIn(row.lines) },
  };
}

function withdrawnIn(lines: BoughtLine[]): string[] {
  const withdrawn = lines.filter((line) => line.withdrawn).map((line) => line.productId);
  return [...new Set(withdrawn)].sort();
}
