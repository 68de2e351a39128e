/** What the ledger has of orders that have ended, for whoever compares it with their lines. */
import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { CARRIED_OUT, ENDED, isSettled } from './lines.ts';

/** An order that has ended, with its entries in the ledger. All amounts are in minor units. */
export interface EndedOrder {
  orderId: string;
  lines: { lineId: string; active: boolean; price: number }[];
  entries: { key: string; reserved: number; charged: number }[];
}

/** The next orders behind `after` that have ended and are settled, in the order of their ids. */
export async function endedOrders(
  db: Database,
  after: string,
  limit: number,
  settledMs: number,
): Promise<EndedOrder[]> {
  const orders = await db
    .selectFrom('orders')
    .select(['order_id', 'state'])
    .where('state', 'in', ENDED)
    .where(isSettled(settledMs))
    .where('order_id', '>', after)
    .orderBy('order_id')
    .limit(limit)
    .execute();
  if (orders.length === 0) return [];
  const ids = orders.map((order) => order.order_id);
  const lines = await db
    .selectFrom('order_lines')
    .select(['order_id', 'line_id', 'state', 'price_minor', 'quantity'])
    .where('order_id', 'in', ids)
    .orderBy('position')
    .execute();
  const entries = await db
    .selectFrom('ledger')
    .select(['order_id', 'entry_key', 'reserved_minor', 'charged_minor'])
    .where('order_id', 'in', ids)
    .execute();
  return orders.map(({ order_id: orderId, state: end }) => ({
    orderId,
    lines: ofOrder(lines, orderId).map(({ line_id, state, price_minor, quantity }) => ({
      lineId: line_id,
      active: state === 'active' && CARRIED_OUT.includes(end),
      price: price_minor * quantity,
    })),
    entries: ofOrder(entries, orderId).map(({ entry_key, reserved_minor, charged_minor }) => ({
      key: entry_key,
      reserved: reserved_minor,
      charged: charged_minor,
    })),
  }));
}

function ofOrder<Row extends { order_id: string }>(rows: Row[], orderId: string): Row[] {
  return rows.filter((row) => row.order_id === orderId);
}

/** A running sum that its entries do not come to; in minor units. */
export interface BalanceOff {
  resellerId: string;
  currency: string;
  reserved: number;
  charged: number;
  entriesReserved: number;
  entriesCharged: number;
}

/** In one statement, so that what is written meanwhile is in both or in neither. */
export async function balancesOff(db: Database): Promise<BalanceOff[]> {
  const { rows } = await sql<BalanceOff>`
    select reseller_id as "resellerId", currency, reserved_minor as reserved, charged_minor as charged,
      coalesce(entries.reserved, 0)::bigint as "entriesReserved", coalesce(entries.charged, 0)::bigint as "entriesCharged"
    from balances left join (
      select reseller_id, currency, sum(reserved_minor) as reserved, sum(charged_minor) as charged
      from ledger group by reseller_id, currency
    ) as entries using (reseller_id, currency)
    where reserved_minor <> coalesce(entries.reserved, 0) or charged_minor <> coalesce(entries.charged, 0)
    order by reseller_id, currency`.execute(db);
  return rows;
}
