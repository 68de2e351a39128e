/** Information requests: one row for each link that was sent. */
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { InformationRequestState, SentLink } from '../../workflows/contract/record.ts';
import { isTerminal } from '../../workflows/contract/states.ts';
import { isOrderId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database, Tx } from '../database/schema.ts';
import { transaction } from '../database/transactions.ts';
import { lockOrder } from './order-lock.ts';

/** What the information request's page needs. */
export interface InformationRequestRow {
  revision: number;
  state: InformationRequestState;
  to: Recipient;
  /** ISO 8601 instants. */
  sentAt: string;
  until: string;
}

/** States that something may still follow. */
const OPEN: readonly InformationRequestState[] = ['issued', 'sent', 'opened', 'answered'];

const UNANSWERED: readonly InformationRequestState[] = ['issued', 'sent', 'opened'];

/** The newest information request of an order, or the one of a revision. */
export async function informationRequest(
  db: Database,
  orderId: string,
  revision?: number,
): Promise<InformationRequestRow | undefined> {
  if (!isOrderId(orderId)) return undefined;
  let select = db.selectFrom('information_requests').selectAll().where('order_id', '=', orderId);
  if (revision !== undefined) select = select.where('revision', '=', revision);
  const row = await select.orderBy('revision', 'desc').limit(1).executeTakeFirst();
  return row && { revision: row.revision, state: row.state, to: row.recipient, sentAt: row.sent_at, until: row.until };
}

/**
 * Records that a link was sent; earlier ones that are open become superseded. A repeat keeps the first instant of
 * sending, and one of an earlier turn than the last keeps the deadline. A record that comes late, after a newer link or
 * the end of the order, is kept as what it then is: superseded, revoked or expired.
 * @throws UnknownOrder
 */
export function informationRequestSent(
  db: Database,
  { orderId, revision, to, until, turn = 0 }: SentLink,
): Promise<void> {
  return transaction(db, async (tx) => {
    const { state: order } = await lockOrder(tx, orderId);
    const newest = (await informationRequest(tx, orderId))?.revision ?? 0;
    const ended = isTerminal(order) ? (order === 'expired' ? 'expired' : 'revoked') : undefined;
    const state = newest > revision ? 'superseded' : (ended ?? 'sent');
    const link = { recipient: json(to), until, turn };
    await tx
      .insertInto('information_requests')
      .values({ order_id: orderId, revision, state, ...link })
      .onConflict((conflict) =>
        conflict.columns(['order_id', 'revision']).doUpdateSet(link).where('information_requests.turn', '<=', turn),
      )
      .execute();
    await tx
      .updateTable('information_requests')
      .set({ state })
      .where('order_id', '=', orderId)
      .where('revision', '=', revision)
      .where('state', '=', 'issued')
      .execute();
    await tx
      .updateTable('information_requests')
      .set({ state: 'superseded' })
      .where('order_id', '=', orderId)
      .where('revision', '<', revision)
      .where('state', 'in', OPEN)
      .execute();
  });
}

/**
 * Records that no mail with the link of `revision` arrives: the request is bounced, unless it was answered or is over
 * already. The link works all the same, should somebody have it.
 * @returns whether it was recorded now.
 */
export async function informationRequestBounced(db: Database, orderId: string, revision: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('information_requests')
    .set({ state: 'bounced' })
    .where('order_id', '=', orderId)
    .where('revision', '=', revision)
    .where('state', 'in', UNANSWERED)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What becomes of the open information request of an order: all but the newest are superseded already. */
export async function closeInformationRequests(
  tx: Tx,
  orderId: string,
  state: 'accepted' | 'expired' | 'revoked',
): Promise<void> {
  await tx
    .updateTable('information_requests')
    .set({ state })
    .where('order_id', '=', orderId)
    .where('state', 'in', OPEN)
    .execute();
}
