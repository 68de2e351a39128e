import type { OrderStateName } from '../../workflows/contract/states.ts';
import type { Tx } from '../database/schema.ts';
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
