/** Order lines, for whoever compares them with the accounts at their vendors. */
import { type SqlBool, sql } from 'kysely';
import type { SubscriptionState } from '../../workflows/contract/order.ts';
import type { VendorRegion } from '../../workflows/contract/reconciliation.ts';
import { isTerminal, ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';
import type { Database } from '../database/schema.ts';
import type { Listing } from './runs.ts';

export const ENDED = ORDER_STATES.filter(isTerminal);

/** The ends of an order that was carried out. A line that is active in another is one that could not be undone. */
export const CARRIED_OUT: readonly OrderStateName[] = ['completed', 'partial'];

/** Whether an order has been left alone for so long that what is found of it is no step on its way. */
export function isSettled(settledMs: number) {
  return sql<SqlBool>`orders.updated_at <= now() - ${settledMs} * interval '1 millisecond'`;
}

/** A line as the record has it. */
export interface RecordedLine {
  lineId: string;
  orderId: string;
  state: SubscriptionState;
  /** Its order was carried out, and it is active. */
  active: boolean;
  vendorProductId: string;
  /** The vendor's ids that the record knows of the line. */
  accounts: string[];
  /** Its order has ended, and has been left alone since for as long as was asked. */
  settled: boolean;
  /** Its order ended more than a day ago, and what had been created for the line was undone, with nothing left over. */
  longUndone: boolean;
}

/**
 * The lines that accounts at a vendor belong to, by the account's id.
 * @param accounts with the key that each carries at the vendor, which comes before what the record knows of the account
 */
export async function linesOf(
  db: Database,
  { vendor, region }: VendorRegion,
  accounts: readonly { id: string; key?: string | undefined }[],
  settledMs: number,
): Promise<Record<string, RecordedLine>> {
  if (accounts.length === 0) return {};
  const known = await db
    .selectFrom('vendor_accounts')
    .select(['line_id', 'account_id'])
    .where('vendor', '=', vendor)
    .where('region', '=', region)
    .where(
      'account_id',
      'in',
      accounts.map(({ id }) => id),
    )
    .execute();
  const byId = new Map(known.map((row) => [row.account_id, row.line_id]));
  const lineIds = new Map(accounts.map(({ id, key }) => [id, key ?? byId.get(id)]));
  const lines = await recordedLines(
    db,
    [...lineIds.values()].filter((lineId) => lineId !== undefined),
    settledMs,
  );
  const entries = accounts.map(({ id }) => [id, lines.get(lineIds.get(id) ?? '')] as const);
  return Object.fromEntries(entries.flatMap(([id, line]) => (line === undefined ? [] : [[id, line]])));
}

async function recordedLines(db: Database, lineIds: string[], settledMs: number): Promise<Map<string, RecordedLine>> {
  if (lineIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('order_lines')
    .innerJoin('orders', 'orders.order_id', 'order_lines.order_id')
    .leftJoin('vendor_accounts', 'vendor_accounts.line_id', 'order_lines.line_id')
    .select(['order_lines.line_id', 'orders.order_id', 'order_lines.state', 'source', 'subscription_id', 'account_id'])
    .select('orders.state as order_state')
    .select((row) => row.and([row('orders.state', 'in', ENDED), isSettled(settledMs)]).as('settled'))
    .select(
      sql<boolean>`order_lines.state = 'terminated' and orders.updated_at < now() - interval '1 day' and not exists (
        select from timeline where timeline.order_id = orders.order_id
          and jsonb_array_length(coalesce(event->'leftovers', '[]')) > 0 and event->>'kind' = 'orderEnded')`.as(
        'long_undone',
      ),
    )
    .where('order_lines.line_id', 'in', lineIds)
    .execute();
  return new Map(
    rows.map((row) => [
      row.line_id,
      {
        lineId: row.line_id,
        orderId: row.order_id,
        state: row.state,
        active: row.state === 'active' && CARRIED_OUT.includes(row.order_state),
        vendorProductId: row.source.vendorProductId,
        accounts: [row.subscription_id, row.account_id].filter((id) => id !== null),
        settled: Boolean(row.settled),
        longUndone: Boolean(row.settled) && row.long_undone,
      },
    ]),
  );
}

/** A line that should have an account at its vendor. */
export interface ActiveLine {
  lineId: string;
  orderId: string;
  /** The vendor's id. */
  accountId?: string;
  /** Whether the vendor has listed it in this run. */
  listed: boolean;
}

/** The next active lines at a vendor behind `after`, of orders that were carried out and are settled; in the order of their ids. */
export async function activeLines(
  db: Database,
  { runId, vendor, region }: Listing,
  after: string,
  limit: number,
  settledMs: number,
): Promise<ActiveLine[]> {
  const rows = await db
    .selectFrom('order_lines')
    .innerJoin('orders', 'orders.order_id', 'order_lines.order_id')
    .leftJoin('vendor_accounts', 'vendor_accounts.line_id', 'order_lines.line_id')
    .leftJoin('listed_accounts as listed', (join) =>
      join
        .on('listed.run_id', '=', runId)
        .on('listed.vendor', '=', vendor)
        .on('listed.region', '=', region)
        .on(sql<SqlBool>`listed.account_id = coalesce(subscription_id, vendor_accounts.account_id)`),
    )
    .select(['order_lines.line_id', 'orders.order_id', 'listed.account_id as listed_id'])
    .select(sql<string | null>`coalesce(subscription_id, vendor_accounts.account_id)`.as('account_id'))
    .where('order_lines.state', '=', 'active')
    .where(sql<SqlBool>`source->>'vendor' = ${vendor} and source->>'region' = ${region}`)
    .where('orders.state', 'in', CARRIED_OUT)
    .where(isSettled(settledMs))
    .where('order_lines.line_id', '>', after)
    .orderBy('order_lines.line_id')
    .limit(limit)
    .execute();
  return rows.map(({ line_id, order_id, account_id, listed_id }) => ({
    lineId: line_id,
    orderId: order_id,
    ...(account_id !== null && { accountId: account_id }),
    listed: listed_id !== null,
  }));
}
