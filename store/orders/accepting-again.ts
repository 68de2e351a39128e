/** An order whose workflow Temporal has lost becomes what it was at Buy: accepted, and to be started. */
import { sql } from 'kysely';
import type { OrderEvent } from '../../workflows/contract/events.ts';
import { isTerminal } from '../../workflows/contract/states.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { informationRequest } from './information-requests.ts';
import { lockOrder } from './order-lock.ts';
import { type OpenOrder, sentLinesOf, settle } from './reconciling.ts';

const STARTED_AGAIN: OrderEvent = {
  kind: 'recorded',
  text: 'The order’s workflow was lost, and the order is started again',
};

/**
 * Once for each start: of several callers that have seen the same `startedAt` one succeeds. An accepted answer and the
 * reserved credit stay; without an answer the customer is asked anew, with the whole deadline, and the link that is out
 * stays good. Nothing is changed if the order has ended or been started since, if something of it may be at the vendor,
 * or if a link was replaced: the new workflow would count links from the first again, and let in who was shut out.
 * @returns whether the order waits to be started now.
 * @throws UnknownOrder
 */
export function acceptAgain(
  db: Database,
  { orderId, startedAt }: Pick<OpenOrder, 'orderId' | 'startedAt'>,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    if (isTerminal((await lockOrder(tx, orderId)).state)) return false;
    if ((await sentLinesOf(tx, [orderId])).length > 0) return false;
    const { answer } = await tx
      .selectFrom('orders')
      .select('answer')
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
    if (!answer && ((await informationRequest(tx, orderId))?.revision ?? 1) > 1) return false;
    const { numUpdatedRows } = await tx
      .updateTable('orders')
      .set({
        state: 'acknowledged',
        cause: null,
        waiting_on: null,
        updated_at: sql`now()`,
        started_at: null,
        // The new workflow counts its turns from the first, and the rounds of its answers.
        turn: 0,
        answer: sql`answer - 'round'`,
        // Long past: at once.
        next_try_at: sql`started_at`,
        start_attempts: 0,
      })
      .where('order_id', '=', orderId)
      .where('started_at', '=', startedAt)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    await tx.updateTable('order_lines').set({ state: 'draft' }).where('order_id', '=', orderId).execute();
    // Else what the new workflow sends would count as sent already.
    await tx.deleteFrom('mail_log').where('order_id', '=', orderId).execute();
    if (!answer) await tx.deleteFrom('information_requests').where('order_id', '=', orderId).execute();
    await beginTimelineAgain(tx, orderId, startedAt);
    await settle(tx, [orderId], 'startedAgain');
    return true;
  });
}

/** The new workflow writes its events under the same keys as the one that is lost: they must not count as repeats. */
async function beginTimelineAgain(tx: Tx, orderId: string, startedAt: string): Promise<void> {
  await tx
    .updateTable('timeline')
    .set({ key: sql`'lost:' || ${startedAt} || ':' || key` })
    .where('order_id', '=', orderId)
    .where('key', 'not like', 'lost:%')
    .execute();
  await tx
    .insertInto('timeline')
    .values({ order_id: orderId, key: `lost:${startedAt}`, event: json(STARTED_AGAIN), by: 'system' })
    .execute();
}
