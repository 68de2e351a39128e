/** The accounts of order lines at their vendors: the side of the worker, structurally its port `VendorAccounts`. */
import { sql } from 'kysely';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';

/**
 * Marks a line, in one statement: from now on something may exist under its key at the vendor. The first instant stands.
 * @param login under which the account is asked for; absent for vendors without logins
 */
export async function creationSent(db: Database, lineId: string, login?: string): Promise<void> {
  const mark = sql`update order_lines set creation_sent_at = coalesce(creation_sent_at, now())
    where line_id = ${lineId} returning line_id, source`;
  if (login === undefined) {
    await mark.execute(db);
    return;
  }
  await sql`with marked as (${mark})
    insert into vendor_accounts (line_id, vendor, region, login)
    select line_id, source->>'vendor', source->>'region', ${login} from marked
    on conflict (line_id) do update set login = excluded.login, account_id = null, removed_at = null`.execute(db);
}

/** Takes the mark off again, if no account was ever learnt of. */
export async function creationRefused(db: Database, lineId: string): Promise<void> {
  await sql`update order_lines set creation_sent_at = null
    where line_id = ${lineId} and not exists (
      select 1 from vendor_accounts where vendor_accounts.line_id = order_lines.line_id and account_id is not null
    )`.execute(db);
}

/** What is known of a line's account; `undefined` if no creating request has ever left for it. */
export async function accountOf(db: Database, lineId: string) {
  const row = await db
    .selectFrom('order_lines')
    .leftJoin('vendor_accounts', 'vendor_accounts.line_id', 'order_lines.line_id')
    .select(['creation_sent_at', 'login', 'account_id', 'removed_at'])
    .where('order_lines.line_id', '=', lineId)
    .executeTakeFirst();
  if (!row || (row.creation_sent_at === null && row.login === null)) return undefined;
  return {
    login: row.login ?? undefined,
    subscriptionId: row.account_id ?? undefined,
    removed: row.removed_at !== null,
  };
}

/** Keeps the id of a line's account. May be repeated; the last one stands. */
export async function accountLearnt(
  db: Database,
  lineId: string,
  { subscriptionId, login }: { subscriptionId: string; login: string },
): Promise<void> {
  await sql`insert into vendor_accounts (line_id, vendor, region, login, account_id)
    select line_id, source->>'vendor', source->>'region', ${login}, ${subscriptionId}
    from order_lines where line_id = ${lineId}
    on conflict (line_id) do update set login = excluded.login, account_id = excluded.account_id, removed_at = null`.execute(
    db,
  );
}

/** Nothing is there under the line's key: what was known of an account stays as removed, and a login is given up. */
export async function accountGone(db: Database, lineId: string): Promise<void> {
  await sql`with never as (delete from vendor_accounts where line_id = ${lineId} and account_id is null)
    update vendor_accounts set removed_at = coalesce(removed_at, now())
    where line_id = ${lineId} and account_id is not null`.execute(db);
}

/** Writes into the timeline that a subscription of a line was found late and removed; once for each, and after the end too. */
export async function noteStray(db: Database, orderId: string, lineId: string, subscriptionId: string): Promise<void> {
  const event: OrderEvent = { kind: 'orphanRemoved', lineId };
  await db
    .insertInto('timeline')
    .values({ order_id: orderId, key: `stray:${subscriptionId}`, event: json(event), by: 'system' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Which other line's account has a login, or may have it, at the same vendor and in the same region as this line's: one
 * that is known to exist comes before one that was asked for, or has been removed, and the same customer's before others.
 */
export async function holderOf(db: Database, lineId: string, login: string) {
  const { rows } = await sql<{ sameCustomer: boolean; state: 'made' | 'requested' | 'removed' }>`
    select owner.customer_id = orders.customer_id as "sameCustomer",
      case when removed_at is not null then 'removed' when account_id is null then 'requested' else 'made' end as state
    from order_lines join orders using (order_id)
      join vendor_accounts as account on account.vendor = order_lines.source->>'vendor'
        and account.region = order_lines.source->>'region'
        and lower(account.login) = lower(${login}) and account.line_id <> order_lines.line_id
      join order_lines as other on other.line_id = account.line_id
      join orders as owner on owner.order_id = other.order_id
    where order_lines.line_id = ${lineId}
    order by (account_id is not null and removed_at is null) desc, owner.customer_id = orders.customer_id desc,
      account.line_id
    limit 1`.execute(db);
  return rows[0];
}
