/** The rows under the ledger: entries, and the running sums of each reseller and currency. */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { lockedOrder, stepOf, TOUCHED } from '../orders/order-lock.ts';

/** Of which order an entry is, and how much it is about: the order's total, or a line's. */
export type Subject = { orderId: string } | { lineId: string };

/** An entry that is to be written. The expressions may use the columns of {@link Account}, in snake case. */
export interface Entry {
  key: string;
  /** Entries after which this one has no effect; itself is one of them. */
  unless: string[];
  /** What it adds to the two sums, in minor units. */
  reserved: RawBuilder<number>;
  charged: RawBuilder<number>;
  /** What must hold besides. */
  provided?: RawBuilder<boolean>;
  /** Whether reserved and charged together must not exceed the reseller's credit. */
  within?: 'limit';
}

/** What the decision about an entry was taken by. */
export interface Account {
  current: boolean;
  /** Whether the entry was written now. */
  written: boolean;
  /** The keys of the order's entries before, and what of its reservation was left. */
  keys: string[];
  reserved: number;
  /** What the entry is about, in `currency`. */
  amount: number;
  currency: string;
  /** The reseller's credit and, in the order's currency, what of it was used. */
  credit_limit: number;
  credit_currency: string;
  used: number;
}

/**
 * Writes an entry and brings the running sums up to it, or writes nothing, in one statement. The row of the sums is
 * locked last, by the update that also says whether the credit suffices, and for no round trip: all orders of a reseller
 * take turns at it. What becomes of an order's entries is decided under the order's own lock.
 * @throws UnknownOrder
 */
export function post(db: Database, subject: Subject, entry: Entry): Promise<Account> {
  const { key, unless, reserved, charged, provided = sql`true`, within } = entry;
  return stepOf(
    db,
    'lineId' in subject ? `order line ${subject.lineId}` : `order ${subject.orderId}`,
    sql<Account>`
    with subject as materialized (${amountOf(subject)}),
    ${lockedOrder(sql`(select order_id from subject)`, sql`reseller_id, currency`)},
    account as materialized (
      select locked.*, subject.amount, entries.keys, entries.reserved,
        credit_limit_minor as credit_limit, resellers.currency as credit_currency,
        coalesce(balances.reserved_minor + balances.charged_minor, 0) as used
      from locked cross join subject join resellers on resellers.reseller_id = locked.reseller_id
        left join balances on balances.reseller_id = locked.reseller_id and balances.currency = locked.currency
        cross join lateral (
          select coalesce(jsonb_agg(entry_key), '[]') as keys, coalesce(sum(reserved_minor), 0)::bigint as reserved
          from ledger where ledger.order_id = locked.order_id
        ) as entries
    ),
    change as materialized (
      select order_id, reseller_id, currency, credit_limit, ${reserved} as reserved, ${charged} as charged
      from account where current and not keys ?| array[${sql.join(unless)}] and ${provided}
    ),
    balance as (
      insert into balances (reseller_id, currency, reserved_minor, charged_minor)
      select reseller_id, currency, greatest(reserved, 0), greatest(charged, 0) from change
      on conflict (reseller_id, currency) do update set
        reserved_minor = balances.reserved_minor + (select reserved from change),
        charged_minor = balances.charged_minor + (select charged from change)
      where ${within === undefined}::boolean or balances.reserved_minor + balances.charged_minor
        + (select reserved + charged from change) <= (select credit_limit from change)
      returning reseller_id
    ),
    written as (
      insert into ledger (entry_key, reseller_id, currency, order_id, reserved_minor, charged_minor)
      select ${key}, reseller_id, currency, order_id, reserved, charged from change join balance using (reseller_id)
      returning order_id
    ),
    ${TOUCHED}
    select account.*, exists (select from written) as written from account`,
  );
}

function amountOf(subject: Subject) {
  return 'lineId' in subject
    ? sql`select order_id, price_minor * quantity as amount from order_lines where line_id = ${subject.lineId}`
    : sql`select order_id, total_minor as amount from orders where order_id = ${subject.orderId}`;
}

/** What a reseller's orders take of the credit now, in minor units. */
export async function usedCredit(db: Database, resellerId: string, currency: string): Promise<number> {
  const balance = await db
    .selectFrom('balances')
    .select(['reserved_minor as reserved', 'charged_minor as charged'])
    .where('reseller_id', '=', resellerId)
    .where('currency', '=', currency)
    .executeTakeFirst();
  return balance ? balance.reserved + balance.charged : 0;
}
