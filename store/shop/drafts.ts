/** Order drafts: what the steps before Buy have gathered. */
import { sql } from 'kysely';
import type { AdministratorSource, LineFailurePolicy } from '../../workflows/contract/order.ts';
import { storable } from '../database/cursors.ts';
import { newDraftId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import type { Line, Typed } from '../database/tables/shop.ts';
import { idempotencyKeyOf } from './rules.ts';

/** Whose draft it is. To anybody else a draft is as one that does not exist. */
export interface DraftOwner {
  userId: string;
  resellerId: string;
}

/** An order on its way through the steps. Each has an id of its own, so that two tabs are two orders. */
export interface OrderDraft {
  draftId: string;
  lines: Line[];
  customerId?: string;
  /** Whether the customer, as chosen, has been looked at and confirmed. */
  customerReviewed: boolean;
  administrator?: AdministratorSource;
  /** What was chosen last, of several lines. */
  lineFailure?: LineFailurePolicy;
  /** What was typed into a form and could not be taken, by field; gone once the form is. */
  typed: Typed;
  /** Once bought. A draft that was bought does not change any more. */
  orderId?: string;
}

export interface UnfinishedDraft {
  draftId: string;
  customerName: string;
  lines: Line[];
  /** ISO 8601 instant. */
  touchedAt: string;
}

const FORGOTTEN_AFTER = '90 days';

/** Begins an order. Drafts that the user has not touched for 90 days are forgotten: they may name people. */
export async function createDraft(db: Database, owner: DraftOwner, lines: readonly Line[]): Promise<string> {
  const draftId = newDraftId();
  await db
    .deleteFrom('order_drafts')
    .where('user_id', '=', owner.userId)
    .where('touched_at', '<', sql<string>`now() - ${FORGOTTEN_AFTER}::interval`)
    .execute();
  await db
    .insertInto('order_drafts')
    .values({ draft_id: draftId, user_id: owner.userId, reseller_id: owner.resellerId, lines: json(lines) })
    .execute();
  return draftId;
}

export async function draft(
  db: Database,
  { userId, resellerId }: DraftOwner,
  draftId: string,
): Promise<OrderDraft | undefined> {
  if (!storable(draftId)) return undefined;
  const row = await db
    .selectFrom('order_drafts')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('user_id', '=', userId)
    .where('reseller_id', '=', resellerId)
    .executeTakeFirst();
  if (!row) return undefined;
  const orderId = await orderOf(db, resellerId, draftId);
  return {
    draftId,
    lines: row.lines,
    customerReviewed: row.customer_reviewed,
    typed: row.typed,
    customerId: row.customer_id ?? undefined,
    administrator: row.administrator ?? undefined,
    lineFailure: row.line_failure ?? undefined,
    orderId,
  };
}

/** Orders that were begun and not bought: those that have a customer, of the last 7 days, newest first, at most 5. */
export async function unfinished(db: Database, { userId, resellerId }: DraftOwner): Promise<UnfinishedDraft[]> {
  const rows = await db
    .selectFrom('order_drafts')
    .innerJoin('customers', 'customers.customer_id', 'order_drafts.customer_id')
    .select(['draft_id', 'name', 'lines', 'touched_at'])
    .where('user_id', '=', userId)
    .where('order_drafts.reseller_id', '=', resellerId)
    .where('touched_at', '>', sql<string>`now() - '7 days'::interval`)
    .where((select) =>
      select.not(
        select.exists(
          select
            .selectFrom('orders')
            .select('order_id')
            .where('orders.reseller_id', '=', resellerId)
            .where('idempotency_key', '=', sql<string>`${idempotencyKeyOf('')} || draft_id`),
        ),
      ),
    )
    .orderBy('touched_at', 'desc')
    .orderBy('draft_id')
    .limit(5)
    .execute();
  return rows.map(({ draft_id, name, lines, touched_at }) => ({
    draftId: draft_id,
    customerName: name,
    lines,
    touchedAt: touched_at,
  }));
}

export async function discardDraft(db: Database, { userId }: DraftOwner, draftId: string): Promise<void> {
  if (!storable(draftId)) return;
  await db.deleteFrom('order_drafts').where('draft_id', '=', draftId).where('user_id', '=', userId).execute();
}

/** The order itself says whether a draft was bought, so that no crash can lie between the two. */
async function orderOf(db: Database, resellerId: string, draftId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('orders')
    .select('order_id')
    .where('reseller_id', '=', resellerId)
    .where('idempotency_key', '=', idempotencyKeyOf(draftId))
    .executeTakeFirst();
  return row?.order_id;
}
