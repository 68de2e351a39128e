/** How a draft changes: under its lock, and only as long as it has not been bought. */
import { sql } from 'kysely';
import type { AdministratorSource, LineFailurePolicy } from '../../workflows/contract/order.ts';
import { storable } from '../database/cursors.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import type { DraftForm, Line } from '../database/tables/shop.ts';
import { transaction } from '../database/transactions.ts';
import { addCustomer, type Customer, getCustomer } from '../market/customers.ts';
import { type DraftOwner, draft, type OrderDraft } from './drafts.ts';

export type DraftChange =
  | { lines: Line[] }
  /** Another customer than before takes the review and the administrator with it: they were about the other one. */
  | { customerId: string }
  | { customerReviewed: true }
  | { administrator: AdministratorSource }
  | { lineFailure: LineFailurePolicy }
  /** Keeps what was typed, so that a reload or a way back loses nothing of it. */
  | { typed: { form: DraftForm; input: Record<string, string> } };

/** `gone`: there is no such draft; `bought`: it is an order now, and was left as it is. */
export type DraftOutcome = 'changed' | 'bought' | 'gone';

export function changeDraft(
  db: Database,
  owner: DraftOwner,
  draftId: string,
  change: DraftChange,
): Promise<DraftOutcome> {
  return onDraft(db, owner, draftId, (tx, before) => write(tx, before, change));
}

/** Adds a customer and chooses it for the draft, in one transaction. The same customer sent again is the same one. */
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

/** Takes the lines of a draft that was bought out of the cart, once. */
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
  if ('lineFailure' in change) return { line_failure: change.lineFailure };
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
  return json([
    name,
    street,
    city,
    postalCode,
    country,
    ...people.map((who) => (who ? [who.name, who.email, who.language] : [])),
  ]);
}
