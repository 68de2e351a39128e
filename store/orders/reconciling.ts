/**
 * Orders that have been started and not ended, for whoever compares them with their workflows, and what was found of
 * those that have none.
 */
import { sql } from 'kysely';
import { isTerminal, ORDER_STATES, type OrderStateName } from '../../workflows/contract/states.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import type { FindingDetails, WorkflowTrouble } from '../database/tables/reconciliation.ts';
import { transaction } from '../database/transactions.ts';

/** An order that a workflow should be carrying on. */
export interface OpenOrder {
  orderId: string;
  state: OrderStateName;
  /** ISO 8601 instant. */
  startedAt: string;
  /** The lines of which something may be at the vendor. */
  sentLines: string[];
}

export interface Finding {
  orderId: string;
  kind: WorkflowTrouble;
  details: FindingDetails;
}

/** A finding that is not settled; the instants are ISO 8601. */
export interface Unreconciled extends Finding {
  firstSeen: string;
  lastSeen: string;
}

// Constants in the text: the planner takes a partial index only for what it can prove.
const ENDED = sql.raw(
  ORDER_STATES.filter(isTerminal)
    .map((state) => `'${state}'`)
    .join(', '),
);
const IS_OPEN = sql<boolean>`state not in (${ENDED}) and started_at is not null`;

/**
 * The next open orders of the present round, oldest first, up to `limit`. Each comes once in a round, and a round begins
 * an hour after the end of the one before. No two processes get the same orders; what one had in hand when it died comes
 * again in the next round. Nothing is written but the round's own row.
 */
export function nextOfRound(db: Database, limit: number): Promise<OpenOrder[]> {
  return transaction(db, async (tx) => {
    const round = await tx
      .selectFrom('reconciliation')
      .selectAll()
      .where('next_at', '<=', sql<string>`now()`)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!round) return [];
    const rows = await tx
      .selectFrom('orders')
      .select(['order_id', 'created_at'])
      .where(IS_OPEN)
      .where(sql<boolean>`(created_at, order_id) > (${round.after_created_at}::timestamptz, ${round.after_order_id})`)
      .orderBy('created_at')
      .orderBy('order_id')
      .limit(limit)
      .execute();
    const last = rows.length === limit ? rows.at(-1) : undefined;
    await tx
      .updateTable('reconciliation')
      .set({
        after_created_at: last?.created_at ?? sql`'epoch'`,
        after_order_id: last?.order_id ?? '',
        next_at: last ? undefined : sql`now() + interval '1 hour'`,
      })
      .execute();
    return openOrders(tx, rows);
  });
}

/**
 * Takes up to `limit` orders of which something was found at least `againAfterMs` ago and is not settled, longest unseen
 * first: nobody else gets them for as long again. What was found of orders that have ended meanwhile is settled.
 */
export async function toLookAtAgain(db: Database, limit: number, againAfterMs: number): Promise<OpenOrder[]> {
  await sql`update unreconciled set resolved_at = now() from orders
    where orders.order_id = unreconciled.order_id and resolved_at is null and state in (${ENDED})`.execute(db);
  const { rows } = await sql<{ order_id: string }>`
    with due as materialized (
      select order_id, kind from unreconciled
      where resolved_at is null and last_seen <= now() - ${againAfterMs} * interval '1 millisecond'
      order by last_seen limit ${limit} for update skip locked
    )
    update unreconciled set last_seen = now() from due
    where unreconciled.order_id = due.order_id and unreconciled.kind = due.kind
    returning unreconciled.order_id`.execute(db);
  return openOrders(db, rows);
}

/** As they are now; those that have ended are left out, and those that wait to be started. */
async function openOrders(db: Database, rows: { order_id: string }[]): Promise<OpenOrder[]> {
  const ids = [...new Set(rows.map((row) => row.order_id))];
  if (ids.length === 0) return [];
  const orders = await db
    .selectFrom('orders')
    .select(['order_id', 'state', 'started_at'])
    .where(IS_OPEN)
    .where('order_id', 'in', ids)
    .execute();
  const sent = await sentLinesOf(db, ids);
  return orders.map(({ order_id, state, started_at }) => ({
    orderId: order_id,
    state,
    startedAt: started_at as string,
    sentLines: sent.filter((line) => line.order_id === order_id).map((line) => line.line_id),
  }));
}

/** The lines of which something may be at the vendor. */
export function sentLinesOf(db: Database, orderIds: string[]) {
  return db
    .selectFrom('order_lines')
    .select(['order_id', 'line_id'])
    .where('order_id', 'in', orderIds)
    .where((line) => line.or([line('creation_sent_at', 'is not', null), line('subscription_id', 'is not', null)]))
    .orderBy('position')
    .execute();
}

/**
 * Keeps what was found of an order until it is settled; nothing, if the order has ended or been started again since
 * `startedAt`.
 * @returns whether it is news; and whether it has lasted for `patienceMs` with nothing else found of the order.
 */
export async function report(
  db: Database,
  { orderId, kind, details }: Finding,
  { startedAt, patienceMs }: { startedAt: string; patienceMs: number },
): Promise<{ isNew: boolean; hasLasted: boolean }> {
  const { rows } = await sql<{ is_new: boolean; has_lasted: boolean }>`
    with before as (
      select kind from unreconciled where order_id = ${orderId} and resolved_at is null
    ), kept as (
      insert into unreconciled (order_id, kind, details)
      select order_id, ${kind}, ${json(details)}::jsonb from orders
      where order_id = ${orderId} and started_at = ${startedAt}::timestamptz and ${IS_OPEN}
      on conflict (order_id, kind) do update set
        details = excluded.details,
        first_seen = case when unreconciled.resolved_at is null then unreconciled.first_seen else now() end,
        last_seen = now(),
        resolved_at = null
      returning first_seen
    )
    select not exists (select from before where kind = ${kind}) as is_new,
      first_seen <= now() - ${patienceMs} * interval '1 millisecond'
        and not exists (select from before where kind <> ${kind}) as has_lasted
    from kept`.execute(db);
  return { isNew: rows[0]?.is_new === true, hasLasted: rows[0]?.has_lasted === true };
}

/** Settles whatever was found of these orders; `done` is what was done about it. */
export async function settle(db: Database, orderIds: string[], done?: FindingDetails['done']): Promise<void> {
  if (orderIds.length === 0) return;
  await db
    .updateTable('unreconciled')
    .set({ resolved_at: sql<string>`now()`, details: sql<string>`details || ${json({ done })}::jsonb` })
    .where('order_id', 'in', orderIds)
    .where('resolved_at', 'is', null)
    .execute();
}

/** What was found and is not settled, longest known first. */
export async function unreconciled(db: Database, limit = 1000): Promise<Unreconciled[]> {
  const rows = await db
    .selectFrom('unreconciled')
    .selectAll()
    .where('resolved_at', 'is', null)
    .orderBy('first_seen')
    .orderBy('order_id')
    .limit(limit)
    .execute();
  return rows.map(({ order_id, kind, details, first_seen, last_seen }) => ({
    orderId: order_id,
    kind,
    details,
    firstSeen: first_seen,
    lastSeen: last_seen,
  }));
}
