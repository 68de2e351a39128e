/**
 * The billing ledger. An entry is written once under its key and never changed; it says what it adds to, or takes
 * from, the credit that is reserved and the charges that are open. Reserved and charged together never exceed the
 * limit that held when the credit was reserved.
 *
 * Undoing wins: after `release` no `reserve`, and after `close` no `open` has an effect, for a call whose reply was
 * lost may arrive after it was undone.
 */
import { sql } from 'kysely';
import type { CreditShortage } from '../../workflows/contract/failures.ts';
import { operationsOn } from '../database/operations.ts';
import type { Database } from '../database/schema.ts';
import { type Account, post } from './entries.ts';

export type CreditDecision = { reserved: true } | { reserved: false; shortage: CreditShortage };

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(db: Database) {
  return operationsOn(db, { reserveCredit, releaseCredit, openBilling, closeBilling });
}

const NOTHING = sql<number>`0::bigint`;

/** Reserves the order's total against the reseller's credit, or says why not. @throws UnknownOrder */
async function reserveCredit(db: Database, orderId: string): Promise<CreditDecision> {
  const [reserve, release] = [`reserve:${orderId}`, `release:${orderId}`];
  for (;;) {
    const account = await post(
      db,
      { orderId },
      {
        key: reserve,
        unless: [reserve, release],
        reserved: sql`amount`,
        charged: NOTHING,
        provided: sql`credit_currency = currency and amount <= credit_limit`,
        within: 'limit',
      },
    );
    if (account.keys.includes(release)) return { reserved: false, shortage: { kind: 'released' } };
    if (account.written || account.keys.includes(reserve)) return { reserved: true };
    const shortage = shortageIn(account);
    if (shortage) return { reserved: false, shortage };
    // Others have taken between the look at the sums and their lock what was there: to be looked at again.
  }
}

function shortageIn({ amount, currency, credit_limit, credit_currency, used }: Account): CreditShortage | undefined {
  if (credit_currency !== currency) {
    return { kind: 'otherCurrency', orderCurrency: currency, creditCurrency: credit_currency };
  }
  const available = Math.max(0, credit_limit - used);
  const money = (minor: number) => ({ minor, currency });
  return amount > available ? { kind: 'insufficient', needed: money(amount), available: money(available) } : undefined;
}

/** Gives back what is left of the order's reservation. Nothing reserved is success. @throws UnknownOrder */
async function releaseCredit(db: Database, orderId: string): Promise<void> {
  const key = `release:${orderId}`;
  await post(db, { orderId }, { key, unless: [key], reserved: sql`-reserved`, charged: NOTHING });
}

/**
 * Starts charging for a line: its share of the reservation becomes a charge.
 * @throws if no reservation covers the line, which is a bug: nothing is provisioned before credit is reserved.
 */
async function openBilling(db: Database, lineId: string): Promise<void> {
  const [open, close] = [`open:${lineId}`, `close:${lineId}`];
  const { written, keys } = await post(
    db,
    { lineId },
    {
      key: open,
      unless: [open, close],
      reserved: sql`-amount`,
      charged: sql`amount`,
      provided: sql`reserved >= amount`,
    },
  );
  if (written || keys.includes(open) || keys.includes(close)) return;
  throw new Error(`no credit is reserved for line ${lineId}`);
}

/** Stops charging for a line. Nothing open is success. */
async function closeBilling(db: Database, lineId: string): Promise<void> {
  const [open, close] = [`open:${lineId}`, `close:${lineId}`];
  const charged = sql<number>`case when keys ? ${open} then -amount else 0 end`;
  await post(db, { lineId }, { key: close, unless: [close], reserved: NOTHING, charged });
}
