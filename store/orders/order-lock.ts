/**
 * The row of an order is the lock of everything that belongs to it. Who adds what another step of the order reads
 * (entries of the ledger, information requests) writes this row, too.
 */
import { type RawBuilder, sql } from 'kysely';
import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Database, Tx } from '../database/schema.ts';
import { UnknownOrder } from './read.ts';

/**
 * Makes whoever else wants to write this order wait until the transaction ends. Answers its state, and the turn that
 * wrote last.
 * @throws UnknownOrder
 */
export async function lockOrder(tx: Tx, orderId: string): Promise<{ state: OrderStateName; turn: number }> {
  const row = await tx
    .selectFrom('orders')
    .select(['state', 'turn'])
    .where('order_id', '=', orderId)
    // Not `for update`: that would also hold up rows that only refer to the order, such as the mail log's.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new UnknownOrder(`There is no order ${orderId}.`);
  return row;
}

/**
 * For the `with` of a single statement that is a whole step of an order: locks the order, as {@link lockOrder} does, and
 * reads of it what `columns` names.
 *
 * Everything else such a statement reads is as it was when the statement began, which may be before it got the lock.
 * `current` says whether nobody has written the order in between. If not, the statement must write nothing, and
 * {@link stepOf} asks again.
 * @param orderId an expression, such as a parameter
 */
export function lockedOrder(orderId: RawBuilder<unknown>, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`locked as materialized (
    select orders.order_id, ${columns},
      orders.xmin = (select seen.xmin from orders as seen where seen.order_id = orders.order_id) as current
    from orders where orders.order_id = ${orderId} for no key update
  )`;
}

/** For a step that has `written` rows beside the order's own: whoever waits for the lock meanwhile looks again. */
export const TOUCHED = sql`touched as (
  update orders set turn = orders.turn from written where orders.order_id = written.order_id
)`;

/**
 * Carries a step out: a statement whose `with` has {@link lockedOrder}, and which answers one row from `locked`. It is
 * asked again until it had a current view, which takes as many rounds as there were others before.
 * @throws UnknownOrder
 */
export async function stepOf<Row extends { current: boolean }>(
  db: Database,
  what: string,
  statement: RawBuilder<Row>,
): Promise<Row> {
  for (;;) {
    const [row] = (await statement.execute(db)).rows;
    if (!row) throw new UnknownOrder(`There is no ${what}.`);
    if (row.current) return row;
  }
}
