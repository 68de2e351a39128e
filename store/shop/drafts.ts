/** Order drafts: what the steps before Buy have gathered. */
import { sql } from 'kysely';
import { storable } from '../database/cursors.ts';
import { newDraftId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { addCustomer, getCustomer } from '../market/customers.ts';
import type { Customer } from '../store.ts';
import { idempotencyKeyOf } from './rules.ts';
import type { DraftChange, DraftOutcome, DraftOwner, Line, OrderDraft, UnfinishedDraft } from './shop.ts';

const FORGOTTEN_AFTER = '90 days';

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
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    ...(row.administrator === null ? {} : { administrator: row.administrator }),
    ...(orderId === undefined ? {} : { orderId }),
  };
}

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

export function changeDraft(
  db: Database,
  owner: DraftOwner,
  draftId: string,
  change: DraftChange,
): Promise<DraftOutcome> {
  return onDraft(db, owner, draftId, (tx, before) => write(tx, before, change));
}

export function addDraftCustomer(
  db: Database,
  owner: DraftOwner,
  draftId: string,
  { name, address, contacts }: Omit<Customer, 'customerId' | 'resellerId' | 'onHold'>,
): Promise<DraftOutcome> {
  return onDraft(db, owner, draftId, async (tx, before) => {
    const chosen = before.customerId && (await getCustomer(tx, owner.resellerId, before.customerId));
    const given = { resellerId: owner.resellerId, name, address, contacts };
    // The lock on the draft makes a form that was sent twice arrive one after the other.
    if (chosen && same(chosen, given)) return;
    const { customerId } = await addCustomer(tx, given);
    await write(tx, before, { customerId });
  });
}

export async function clearBought(db: Database, owner: DraftOwner, draftId: string): Promise<void> {
  await transaction(db, async (tx) => {
    const bought = await tx
      .updateTable('order_drafts')
      .set({ cleared: true })
      .where('draft_id', '=', draftId)
      .where('user_id', '=', owner.userId)
      .where('cleared', '=', false)
      .returning('lines')
      .executeTakeFirst();
    if (!bought) return;
    await tx
      .deleteFrom('cart_lines')
      .where('user_id', '=', owner.userId)
      .where(
        'product_id',
        'in',
        bought.lines.map((line) => line.productId),
      )
      .execute();
  });
}

function onDraft(
  db: Database,
  owner: DraftOwner,
  draftId: string,
  work: (tx: Tx, before: OrderDraft) => Promise<void>,
): Promise<DraftOutcome> {
  return transaction(db, async (tx) => {
    if (!storable(draftId)) return 'gone';
    await tx.selectFrom('order_drafts').select('draft_id').where('draft_id', '=', draftId).forUpdate().execute();
    const before = await draft(tx, owner, draftId);
    if (!before) return 'gone';
    if (before.orderId !== undefined) return 'bought';
    await work(tx, before);
    return 'changed';
  });
}

async function write(tx: Tx, before: OrderDraft, change: DraftChange): Promise<void> {
  await tx
    .updateTable('order_drafts')
    .set({ ...columnsOf(before, change), touched_at: sql<string>`now()` })
    .where('draft_id', '=', before.draftId)
    .execute();
}

function columnsOf(before: OrderDraft, change: DraftChange) {
  if ('lines' in change) return { lines: json(change.lines) };
  if ('typed' in change) return { typed: json({ ...before.typed, [change.typed.form]: change.typed.input }) };
  if ('administrator' in change) {
    const { administrator, ...typed } = before.typed;
    return { administrator: json(change.administrator), typed: json(typed) };
  }
  if ('customerReviewed' in change) return { customer_reviewed: true };
  if (change.customerId === before.customerId) return {};
  return { customer_id: change.customerId, customer_reviewed: false, administrator: null, typed: '{}' };
}

type Given = Pick<Customer, 'name' | 'address' | 'contacts'>;

function same(one: Given, other: Given): boolean {
  return textOf(one) === textOf(other);
}

/** `jsonb` keeps members in an order of its own, so they are written in ours. */
function textOf({ name, address, contacts }: Given): string {
  const { street, city, postalCode, country } = address;
  const people = [contacts.admin, contacts.billing, contacts.technical];
  return json([name, street, city, postalCode, country, ...people.map((who) => (who ? [who.name, who.email] : []))]);
}
