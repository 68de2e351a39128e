/** The order's record: what the workflow writes. */
import { sql } from 'kysely';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { Applied, RecordChange } from '../../workflows/contract/record.ts';
import { isTerminal, mayBecome, type OrderStateName } from '../../workflows/contract/states.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { closeInformationRequests } from './information-requests.ts';
import { lockOrder } from './order-lock.ts';

/**
 * Applies a change in one transaction. A key that was seen, or a state that may not follow the present one, changes
 * nothing; so a terminal state refuses every other. A step that comes after a later one has written changes no more than
 * its own lines: lines are provisioned side by side, and what one waits on is past when another has held the order. The
 * first answer of a round stands. A terminal state waits on nobody.
 * @throws UnknownOrder
 */
export function apply(db: Database, change: RecordChange): Promise<Applied> {
  return transaction(db, async (tx) => {
    const { state: from, turn } = await lockOrder(tx, change.orderId);
    // An end is never late: nothing comes after it, also when Temporal was set back and the turns began again.
    const late = change.turn !== undefined && change.turn < turn && !isTerminal(change.state);
    // What comes late is no step of the order's state; but nothing at all follows its end.
    const allowed = late ? !isTerminal(from) : mayBecome(from, change.state);
    if (!allowed || (late && !change.lines)) {
      return (await wasSeen(tx, change)) ? 'repeated' : allowed ? 'late' : 'forbidden';
    }
    const event = await tx
      .insertInto('timeline')
      .values({ order_id: change.orderId, key: change.key, event: json(change.event), by: change.by })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (event.numInsertedOrUpdatedRows !== 1n) return 'repeated';
    await updateLines(tx, change);
    if (late) return 'late';
    await updateOrder(tx, from, change);
    if (change.answer) await closeInformationRequests(tx, change.orderId, 'accepted');
    if (isTerminal(change.state)) {
      await closeInformationRequests(tx, change.orderId, change.state === 'expired' ? 'expired' : 'revoked');
    }
    return 'applied';
  });
}

async function wasSeen(tx: Tx, { orderId, key }: RecordChange): Promise<boolean> {
  const row = await tx
    .selectFrom('timeline')
    .select('key')
    .where('order_id', '=', orderId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

async function updateOrder(tx: Tx, from: OrderStateName, change: RecordChange): Promise<void> {
  const { state, cause, answer } = change;
  const waitingOn = isTerminal(state) ? null : change.waitingOn;
  await tx
    .updateTable('orders')
    .set({
      state,
      updated_at: sql`now()`,
      turn: change.turn,
      // A cause belongs to a state: it goes when the state does.
      cause: cause ?? (state === from ? undefined : null),
      waiting_on: waitingOn && json(waitingOn),
      answer: answer && answerAfter(answer),
    })
    .where('order_id', '=', change.orderId)
    .execute();
}

/** An answer takes the place of one that the vendor refused, and never of one that was accepted later or beside it. */
function answerAfter(answer: AcceptedAnswer) {
  const { round = 1 } = answer;
  return sql<string>`case
    when answer is null or coalesce((answer ->> 'round')::integer, 1) < ${round}::integer then ${json(answer)}::jsonb
    else answer
  end`;
}

async function updateLines(tx: Tx, change: RecordChange): Promise<void> {
  for (const { lineId, state, subscriptionId } of change.lines ?? []) {
    await tx
      .updateTable('order_lines')
      .set({ state, subscription_id: subscriptionId })
      .where('order_id', '=', change.orderId)
      .where('line_id', '=', lineId)
      .execute();
  }
}
