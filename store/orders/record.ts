/** The order's record: what the workflow writes. */
import { type RawBuilder, sql } from 'kysely';
import type { AcceptedAnswer } from '../../workflows/contract/messages.ts';
import type { Applied, RecordChange } from '../../workflows/contract/record.ts';
import { isTerminal, mayBecome, ORDER_STATES } from '../../workflows/contract/states.ts';
import { json } from '../database/json.ts';
import type { Database } from '../database/schema.ts';
import { OPEN } from './information-requests.ts';
import { lockedOrder, stepOf } from './order-lock.ts';

/** How a change met the order. */
interface Step {
  current: boolean;
  /** A later step has written already. */
  late: boolean;
  /** The order's state, as it is, may be followed by such a change. */
  allowed: boolean;
  written: boolean;
}

/**
 * Applies a change in one statement. A key that was seen, or a state that may not follow the present one, changes
 * nothing; so a terminal state refuses every other. A step that comes after a later one has written changes no more than
 * its own lines: lines are provisioned side by side, and what one waits on is past when another has held the order. The
 * first answer of a round stands. A terminal state waits on nobody.
 * @throws UnknownOrder
 */
export async function apply(db: Database, change: RecordChange): Promise<Applied> {
  const { orderId, key, by, event } = change;
  const hasLines = change.lines !== undefined;
  const { late, allowed, written } = await stepOf(
    db,
    `order ${orderId}`,
    sql<Step>`
    with ${lockedOrder(sql`${orderId}`, sql`state, ${isLate(change)} as late`)},
    step as materialized (select locked.*, ${isAllowed(change)} as allowed from locked),
    written as (
      insert into timeline (order_id, key, event, by)
      select order_id, ${key}, ${json(event)}::jsonb, ${by}
      from step where current and allowed and (${hasLines}::boolean or not late)
      on conflict do nothing returning order_id
    ),
    applied as materialized (select order_id from written join step using (order_id) where not late),
    ${writing(change)}
    select current, late, allowed, exists (select from written) as written from step`,
  );
  if (written) return late ? 'late' : 'applied';
  if ((allowed && (hasLines || !late)) || (await wasSeen(db, change))) return 'repeated';
  return allowed ? 'late' : 'forbidden';
}

/** An end is never late: nothing comes after it, also when Temporal was set back and the turns began again. */
function isLate({ turn, state }: RecordChange): RawBuilder<boolean> {
  return turn === undefined || isTerminal(state) ? sql`false` : sql`turn > ${turn}::integer`;
}

/** What comes late is no step of the order's state; but nothing at all follows its end. */
function isAllowed({ state }: RecordChange): RawBuilder<boolean> {
  const before = ORDER_STATES.filter((from) => mayBecome(from, state));
  const open = ORDER_STATES.filter((from) => !isTerminal(from));
  return sql`case when late then state in (${sql.join(open)}) else state in (${sql.join(before)}) end`;
}

/** What a change writes beside its event: lines always, the order and its requests unless it is late. */
function writing(change: RecordChange): RawBuilder<unknown> {
  const closed = closedAs(change);
  return sql.join([
    sql`lines as (
      update order_lines
      set state = line.state, subscription_id = coalesce(line.subscription, order_lines.subscription_id)
      from written, jsonb_to_recordset(${json(linesOf(change))}::jsonb) as line(id text, state text, subscription text)
      where order_lines.order_id = written.order_id and order_lines.line_id = line.id
    )`,
    sql`record as (
      update orders set ${sql.join(assignmentsOf(change))} from applied where orders.order_id = applied.order_id
    )`,
    ...(closed === undefined
      ? []
      : [
          sql`requests as (
      update information_requests set state = ${closed} from applied
      where information_requests.order_id = applied.order_id and information_requests.state in (${OPEN})
    )`,
        ]),
  ]);
}

function linesOf({ lines = [] }: RecordChange) {
  return lines.map(({ lineId, state, subscriptionId }) => ({ id: lineId, state, subscription: subscriptionId }));
}

function assignmentsOf({ state, cause, waitingOn, answer, turn }: RecordChange): RawBuilder<unknown>[] {
  const wait = isTerminal(state) ? null : waitingOn;
  return [
    sql`state = ${state}`,
    sql`updated_at = now()`,
    // A cause belongs to a state: it goes when the state does.
    sql`cause = coalesce(${cause ?? null}, case when orders.state = ${state} then orders.cause end)`,
    ...(turn === undefined ? [] : [sql`turn = ${turn}::integer`]),
    ...(wait === undefined ? [] : [sql`waiting_on = ${wait && json(wait)}::jsonb`]),
    ...(answer === undefined ? [] : [sql`answer = ${answerAfter(answer)}`]),
  ];
}

/** An answer takes the place of one that the vendor refused, and never of one that was accepted later or beside it. */
function answerAfter(answer: AcceptedAnswer) {
  const { round = 1 } = answer;
  return sql<string>`case
    when answer is null or coalesce((answer ->> 'round')::integer, 1) < ${round}::integer then ${json(answer)}::jsonb
    else answer
  end`;
}

/** What becomes of the open information request of an order: all but the newest are superseded already. */
function closedAs({ state, answer }: RecordChange): 'accepted' | 'expired' | 'revoked' | undefined {
  if (answer) return 'accepted';
  if (!isTerminal(state)) return undefined;
  return state === 'expired' ? 'expired' : 'revoked';
}

async function wasSeen(db: Database, { orderId, key }: RecordChange): Promise<boolean> {
  const row = await db
    .selectFrom('timeline')
    .select('key')
    .where('order_id', '=', orderId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}
