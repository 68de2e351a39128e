/** The rows under the ledger: entries, and the running sums of each reseller and currency. */
import type { Database, Tx } from '../database/schema.ts';

/** Whose credit, in which currency. */
interface Account {
  resellerId: string;
  currency: string;
}

export interface Balance {
  /** Both in minor units. */
  reserved: number;
  charged: number;
}

const NOTHING: Balance = { reserved: 0, charged: 0 };

export async function balanceOf(db: Database, { resellerId, currency }: Account): Promise<Balance> {
  const balance = await db
    .selectFrom('balances')
    .select(['reserved_minor as reserved', 'charged_minor as charged'])
    .where('reseller_id', '=', resellerId)
    .where('currency', '=', currency)
    .executeTakeFirst();
  return balance ?? NOTHING;
}

/** Makes every other ledger call on this account wait until the transaction ends. */
export async function lockBalance(tx: Tx, { resellerId, currency }: Account): Promise<Balance> {
  await tx
    .insertInto('balances')
    .values({ reseller_id: resellerId, currency })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx
    .selectFrom('balances')
    .select(['reserved_minor as reserved', 'charged_minor as charged'])
    .where('reseller_id', '=', resellerId)
    .where('currency', '=', currency)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** The keys of an order's entries, and what is still reserved for it. */
export async function entriesOf(tx: Tx, orderId: string): Promise<{ keys: Set<string>; reserved: number }> {
  const entries = await tx
    .selectFrom('ledger')
    .select(['entry_key', 'reserved_minor'])
    .where('order_id', '=', orderId)
    .execute();
  return {
    keys: new Set(entries.map((entry) => entry.entry_key)),
    reserved: entries.reduce((sum, entry) => sum + entry.reserved_minor, 0),
  };
}

/** Appends an entry and brings the running sums up to it. The account is locked, and the key has been looked up. */
export async function write(tx: Tx, on: Account & { orderId: string }, key: string, change: Balance): Promise<void> {
  await tx
    .insertInto('ledger')
    .values({
      entry_key: key,
      reseller_id: on.resellerId,
      currency: on.currency,
      order_id: on.orderId,
      // `-0` is no number that PostgreSQL knows.
      reserved_minor: change.reserved || 0,
      charged_minor: change.charged || 0,
    })
    .execute();
  await tx
    .updateTable('balances')
    .set((row) => ({
      reserved_minor: row('reserved_minor', '+', change.reserved || 0),
      charged_minor: row('charged_minor', '+', change.charged || 0),
    }))
    .where('reseller_id', '=', on.resellerId)
    .where('currency', '=', on.currency)
    .execute();
}
