/** Information requests: one row for each link that was sent. */
import { sql } from 'kysely';
import type { Recipient } from '../../workflows/contract/messages.ts';
import type { InformationRequestState, SentLink } from '../../workflows/contract/record.ts';
import { isTerminal, ORDER_STATES } from '../../workflows/contract/states.ts';
import { isOrderId } from '../database/ids.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import { lockedOrder, stepOf, TOUCHED } from './order-lock.ts';

/** What the information request's page needs. */
export interface InformationRequestRow {
  revision: number;
  state: InformationRequestState;
  to: Recipient;
  /** ISO 8601 instants. */
  sentAt: string;
  until: string;
}

/** States that something may still follow, for a list in SQL. */
export const OPEN = sql.join(['issued', 'sent', 'opened', 'answered'] satisfies InformationRequestState[]);

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
export async function informationRequestSent(
  db: Database,
  { orderId, revision, to, until, turn = 0 }: SentLink,
): Promise<void> {
  const ended = ORDER_STATES.filter(isTerminal);
  await stepOf(
    db,
    `order ${orderId}`,
    sql<{ current: boolean }>`
    with ${lockedOrder(sql`${orderId}`, sql`state`)},
    link as materialized (
      select order_id, case
        when exists (
          select from information_requests as newer
          where newer.order_id = locked.order_id and newer.revision > ${revision}::integer
        ) then 'superseded'
        when state = 'expired' then 'expired'
        when state in (${sql.join(ended)}) then 'revoked'
        else 'sent'
      end as state
      from locked where current
    ),
    written as (
      insert into information_requests as kept (order_id, revision, state, recipient, until, turn)
      select order_id, ${revision}::integer, state, ${json(to)}::jsonb, ${until}::timestamptz, ${turn}::integer from link
      on conflict (order_id, revision) do update set
        state = case when kept.state = 'issued' then excluded.state else kept.state end,
        recipient = case when kept.turn <= excluded.turn then excluded.recipient else kept.recipient end,
        until = case when kept.turn <= excluded.turn then excluded.until else kept.until end,
        turn = greatest(kept.turn, excluded.turn)
      returning order_id
    ),
    earlier as (
      update information_requests set state = 'superseded' from written
      where information_requests.order_id = written.order_id
        and information_requests.revision < ${revision}::integer and information_requests.state in (${OPEN})
    ),
    ${TOUCHED}
    select current from locked`,
  );
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
